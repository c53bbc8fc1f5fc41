import { invariant } from '../../../../shared/kernel/invariant.ts';
import { startOfDay } from '../../../../shared/kernel/time.ts';
import type { Deflated } from '../../../../shared/messaging/deflated.ts';
import { accountStore, type PartnerRegion, type PeriodRow } from '../../accounts/index.ts';
import { addTotals, NO_TOTALS, type TaxShare, type Totals } from '../../history/index.ts';
import { bookByRegion } from '../../rate-cards/index.ts';
import { uncountedSubscriptions } from '../../usage/index.ts';
import { periodsUpTo } from '../domain/usage-window.ts';
import type { PartFile, UsagePart } from '../store/part-item.ts';
import type { RunDeps } from './dependencies.ts';
import { type UsageWriter, usageWriter } from './documents/usage-file.ts';
import { asideNote, type LeftOutSoFar } from './left-out.ts';
import { partObject } from './part-object.ts';
import { linesPerPart } from './part-size.ts';
import { ratedUsage } from './rate-usage.ts';
import { reserveNumber } from './reserve-number.ts';

type Deps = Pick<RunDeps, 'table' | 'files' | 'rateBookOf' | 'partLines'>;

/** What a range has of usage, stored beside its seats. */
export interface StoredUsage {
  readonly part: UsagePart;
  readonly byOffer: ReadonlyMap<string, Totals>;
  readonly taxes: readonly TaxShare[];
}

/**
 * Bills the usage of a range (X4) and stores its pieces of the files, some thousand rows each; none where nothing was used. What cannot be rated,
 * or is not counted after all the waiting, is left out, and noted.
 */
export async function usageParts(
  row: PeriodRow,
  range: number,
  leftOut: LeftOutSoFar,
  deps: Deps,
): Promise<readonly StoredUsage[]> {
  const { partnerId, plan, start, end } = row;
  const account = await accountStore(deps.table).load(partnerId);
  invariant(account, 'a period has a billing account');
  const { profile } = account;
  const rated = ratedUsage(
    {
      partnerId,
      range: plan!.ranges[range]!,
      period: { start, end },
      periods: periodsUpTo({ start, end }, profile),
      creditDates: [end],
      taxRates: plan!.taxRates,
      uncounted: await uncountedSubscriptions(startOfDay(end), deps),
      bookOf: (days) =>
        bookByRegion(regionsIn(row, profile.region), days, (of) =>
          deps.rateBookOf({ currency: plan!.currency, ...of }),
        ),
    },
    deps,
  );
  const pieces: StoredUsage[] = [];
  let writer: UsageWriter | undefined;
  for await (const used of rated) {
    const { customerId, subscriptionId, windows } = used;
    const aside = (error: unknown): void => {
      leftOut.usageAside.push(
        asideNote({ customerId, subscriptionId }, windows.window, { reason: 'usageUnrated', error }),
      );
    };
    if ('error' in used) {
      aside(used.error);
      continue;
    }
    if (windows.wasAside) leftOut.mended.push({ customerId, subscriptionId });
    if ('nothing' in used) continue;
    writer ??= usageWriter({
      partnerId,
      partnerName: profile.companyName,
      mpnId: plan!.mpnId,
      invoiceId: await reserveNumber({ partnerId, billingOn: end }, deps),
      book: used.book,
    });
    writer.add(used.billed);
    const { dailyrated, usage } = writer.texts;
    if (Math.max(dailyrated.rowCount, usage.rowCount) < linesPerPart(pieces.length, deps)) continue;
    pieces.push(await storeUsage(row, range, writer, deps));
    writer = undefined;
  }
  if (writer) pieces.push(await storeUsage(row, range, writer, deps));
  return pieces;
}

/** What a run of before did not keep is the region of now. */
const regionsIn = ({ plan, start }: PeriodRow, region: string): readonly PartnerRegion[] =>
  plan!.regions.length > 0 ? plan!.regions : [{ from: start, region }];

async function storeUsage(row: PeriodRow, range: number, writer: UsageWriter, deps: Deps): Promise<StoredUsage> {
  const byOffer = writer.byOffer();
  const store = async (kind: string, { bytes }: Deflated): Promise<string> => {
    const key = partObject(row, range, kind, bytes);
    await deps.files.put(key, bytes, { contentType: 'application/octet-stream' });
    return key;
  };
  const file = async (name: 'usage' | 'usagedaily' | 'dailyrated'): Promise<PartFile> => {
    const { bytes, ...sizes } = writer.texts[name].end();
    return { ...sizes, key: await store(name, { bytes, ...sizes }) };
  };
  const [usage, usagedaily, dailyrated, explanationsKey] = await Promise.all([
    file('usage'),
    file('usagedaily'),
    file('dailyrated'),
    store('usage-explanations', writer.texts.explanations.end()),
  ]);
  const totals = [...byOffer.values()].reduce(addTotals, NO_TOTALS);
  const offsets = writer.offsets();
  const part = { totals, ...(offsets !== 0n && { offsets }), usage, usagedaily, dailyrated, explanationsKey };
  return { byOffer, taxes: writer.taxes(), part };
}

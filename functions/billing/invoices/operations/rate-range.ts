import type { Item } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Ledger, Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addSeconds, type DayPeriod, instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { appendParts, type Deflated, deflatePart } from '../../../../shared/messaging/deflated.ts';
import {
  begunAt,
  type CustomerName,
  customerNames,
  namesStore,
  type OfferName,
  type PeriodRow,
  periodStore,
} from '../../accounts/index.ts';
import { type Credit, creditReader, withCredits } from '../../credits/index.ts';
import {
  addTotals,
  asideOf,
  fromItem,
  idsOf,
  invoicedDays,
  isAside,
  type KnownSubscription,
  linesIn,
  mergedShares,
  obstacleTo,
  subscriptionStore,
  type Totals,
} from '../../history/index.ts';
import { usageIsSettled } from '../../usage/index.ts';
import type { AsideNote } from '../store/left-out-file.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';
import type { RunDeps } from './dependencies.ts';
import { type CustomerTexts, type LicenseWriter, licenseWriter } from './documents/license-file.ts';
import { asideNote, type LeftOutSoFar, settleLeftOut, storeLeftOut } from './left-out.ts';
import { partObject } from './part-object.ts';
import { linesPerPart } from './part-size.ts';
import { storeSums } from './part-sums.ts';
import type { RunMessage } from './run-message.ts';
import { type StoredUsage, usageParts } from './usage-part.ts';

type Deps = RunDeps;
type RangeMessage = Extract<RunMessage, { kind: 'range' }>;

export type RangeOutcome = 'kept' | 'found' | 'waiting' | 'settled';

/**
 * Computes the lines of one range of a partner's subscriptions and stores them as a part of its reconciliation file, or
 * as several where they are very many (BIL-3). Whoever stores the last part sends for the invoice. Repeated or run twice at once the first part stands.
 */
export async function rateRange(message: RangeMessage, deps: Deps): Promise<RangeOutcome> {
  const { partnerId, billingOn, range, scheduledAt } = message;
  const [periods, parts] = [periodStore(deps.table), partStore(deps.table)];
  const row = await periods.load(partnerId, billingOn);
  if (row?.state !== 'closing') return 'settled';
  let part = await parts.load(partnerId, billingOn, range);
  const isKnown = part !== undefined;
  if (!part) {
    const mayWait = isPatient(row, scheduledAt);
    if (mayWait && !(await usageIsSettled(startOfDay(row.end), deps))) {
      deps.log.info('the invoice waits for usage that was reported and is not counted', { partnerId, billingOn });
      return 'waiting';
    }
    const computed = await computeParts(row, { range, isPatient: mayWait }, deps);
    if (!computed) return 'waiting';
    const [first, ...more] = computed;
    part = await parts.keep(partnerId, billingOn, first!, more);
  }
  await settleLeftOut(row, part, scheduledAt, deps);
  await periods.markDone(row, range);
  const now = await periods.load(partnerId, billingOn);
  if (now?.state === 'closing' && now.done.size === now.plan!.ranges.length)
    await deps.runQueue.send([{ ...message, kind: 'finish' }]);
  return isKnown ? 'found' : 'kept';
}

/** Seconds that a run waits at most for what has not come; then it leaves out whom that concerns (X3). */
const PATIENCE_SECONDS = 24 * 3600;
const isPatient = ({ plan }: PeriodRow, scheduledAt: string): boolean =>
  instant(scheduledAt) < addSeconds(begunAt(plan!), PATIENCE_SECONDS);

/** A customer that tenancy has not told of yet. */
const NAMELESS: CustomerTexts = { name: '', domain: '' };

/** Lines of the file that are compressed together: the same cut whatever pages the table hands out. */
const LINES_PER_CHUNK = 5000;

/** Undefined when something has not come that the run still waits for: then the whole partner waits (X3). */
async function computeParts(
  row: PeriodRow,
  { range, isPatient: mayWait }: { range: number; isPatient: boolean },
  deps: Deps,
): Promise<readonly FilePart[] | undefined> {
  const bounds = row.plan!.ranges[range];
  invariant(bounds, 'the message names a range of the run');
  const leftOut: LeftOutSoFar = { aside: [], mended: [], usageAside: [] };
  const seats: SeatPart[] = [];
  let computed = computing(row, range, await writerFor(row, deps), leftOut);
  const nameOf = customerNames<CustomerName>(namesStore(deps.table).customers(row.partnerId, bounds));
  const creditsOf = creditReader(
    { partnerId: row.partnerId, kind: 'seats', billingDates: [row.end], range: bounds, before: row.end },
    deps.table,
  );
  const store = subscriptionStore(deps.table);
  for await (const page of store.pages(row.partnerId, bounds)) {
    for (const item of page) {
      const read = readItem(item, row);
      const enough = 'note' in read ? undefined : store.enoughFor(row.partnerId, read.subscription, read.days);
      const subscription = enough instanceof Promise ? await enough : enough;
      const found = creditsOf(item.sk);
      const credits = found instanceof Promise ? await found : found;
      const rated = 'note' in read ? read : rateRead(subscription!, { ...read, credits }, row);
      if ('lines' in rated && rated.lines.length > 0) {
        const named = nameOf(rated.subscription.customerId);
        computed.add(rated, (named instanceof Promise ? await named : named) ?? NAMELESS);
        if (computed.lineCount + computed.writer.pending < linesPerPart(seats.length, deps)) continue;
        seats.push(await storeSeats(computed, deps));
        computed = computing(row, range, await writerFor(row, deps), leftOut);
      } else if ('lines' in rated) {
        if (rated.wasAside) leftOut.mended.push(idsOf(item));
      } else if (mayWait && rated.mayCome) {
        deps.log.info('the invoice waits', { partnerId: row.partnerId, billingOn: row.end, ...rated.note });
        return undefined;
      } else {
        leftOut.aside.push(rated.note);
      }
    }
  }
  const isLast = computed.lineCount + computed.writer.pending > 0;
  if (isLast || seats.length === 0) seats.push(await storeSeats(computed, deps));
  const usage = await usageParts(row, range, leftOut, deps);
  // Usage lies beside seats, part by part; where it has more, parts without seats go on.
  while (seats.length < usage.length)
    seats.push(await storeSeats(computing(row, range, await writerFor(row, deps), leftOut), deps));
  const leftOutKey = await storeLeftOut(row, range, leftOut, deps);
  const parts = seats.map((part, n) => withUsage(part, usage[n], row, deps));
  const [first, ...more] = await Promise.all(parts);
  return [{ ...first!, ...(leftOutKey !== undefined && { leftOutKey }) }, ...more];
}

interface Rated {
  readonly subscription: KnownSubscription;
  readonly lines: readonly Line[];
  readonly ledger: Ledger;
  /** The invoice before left it out. */
  readonly wasAside: boolean;
}
interface NotRated {
  readonly note: AsideNote;
  /** It is worth waiting: what is missing is missed for the first time. */
  readonly mayCome: boolean;
}

interface Read {
  readonly subscription: KnownSubscription;
  /** Days whose lines the invoice has. */
  readonly days: DayPeriod;
  readonly wasAside: boolean;
}

function readItem(item: Item, row: PeriodRow): Read | NotRated {
  const aside = asideOf(item);
  const days = invoicedDays({ aside }, row);
  try {
    return { subscription: fromItem(item), days, wasAside: isAside({ aside }, row) };
  } catch (error) {
    return { note: asideNote(idsOf(item), days, { reason: 'brokenHistory', error }), mayCome: false };
  }
}

/** The lines of one subscription, or why it has none on this invoice. One that breaks keeps no other from being rated. */
function rateRead(
  subscription: KnownSubscription,
  { days, wasAside, credits }: Omit<Read, 'subscription'> & { readonly credits: readonly Credit[] },
  row: PeriodRow,
): Rated | NotRated {
  try {
    const obstacle = obstacleTo(subscription, row.end);
    if (obstacle) return { note: asideNote(subscription, days, obstacle), mayCome: !wasAside };
    const { lines, ledger } = linesIn(subscription, days);
    return { subscription, lines: withCredits(lines, credits), ledger, wasAside };
  } catch (error) {
    return { note: asideNote(subscription, days, { reason: 'brokenHistory', error }), mayCome: false };
  }
}

/** Names of all offers as one run of one process has read them: some thousand, the same for each of its ranges. */
const namesOfRun = new WeakMap<object, { readonly runId: string; readonly offers: ReadonlyMap<string, OfferName> }>();

async function offerNames(runId: string, { table }: Deps): Promise<ReadonlyMap<string, OfferName>> {
  const known = namesOfRun.get(table);
  if (known?.runId === runId) return known.offers;
  const offers = await namesStore(table).offers();
  namesOfRun.set(table, { runId, offers });
  return offers;
}

async function writerFor({ partnerId, plan }: PeriodRow, deps: Deps): Promise<LicenseWriter> {
  const { mpnId, currency, taxRates, rowsForm, runId } = plan!;
  const offers = await offerNames(runId, deps);
  return licenseWriter({
    partnerId,
    mpnId,
    currency,
    taxRates,
    rowsForm,
    offerName: (offerId) => offers.get(offerId)?.name ?? offerId,
  });
}

/** A part in the making. */
interface Computed {
  readonly row: PeriodRow;
  readonly range: number;
  readonly writer: LicenseWriter;
  readonly chunks: { readonly rows: Deflated[]; readonly explanations: Deflated[] };
  readonly leftOut: LeftOutSoFar;
  lineCount: number;
  add(rated: Rated, customer: CustomerTexts): void;
  flush(): void;
}

function computing(row: PeriodRow, range: number, writer: LicenseWriter, leftOut: LeftOutSoFar): Computed {
  const part: Computed = {
    row,
    range,
    writer,
    chunks: { rows: [], explanations: [] },
    leftOut,
    lineCount: 0,
    add(rated, customer) {
      const { subscription, ledger, lines, wasAside } = rated;
      try {
        writer.add({ subscription, ledger, lines, customer });
      } catch (error) {
        const days = invoicedDays(subscription, row);
        part.leftOut.aside.push(asideNote(subscription, days, { reason: 'brokenHistory', error }));
        return;
      }
      if (wasAside) part.leftOut.mended.push(subscription);
      if (writer.pending >= LINES_PER_CHUNK) part.flush();
    },
    flush() {
      const { rows, explanations, count } = writer.take();
      part.lineCount += count;
      part.chunks.rows.push(deflatePart(rows));
      part.chunks.explanations.push(deflatePart(explanations));
    },
  };
  return part;
}

/** A part with its lines of seats, and what they sum to by offer. */
type SeatPart = FilePart & { readonly byOffer: ReadonlyMap<string, Totals> };

async function storeSeats(computed: Computed, { files }: Pick<Deps, 'files'>): Promise<SeatPart> {
  const { row, range, writer, chunks } = computed;
  if (writer.pending > 0) computed.flush();
  const rows = appendParts(chunks.rows);
  const explanations = appendParts(chunks.explanations);
  const fileKey = partObject(row, range, 'license', rows.bytes);
  const explanationsKey = partObject(row, range, 'explanations', explanations.bytes);
  const contentType = 'application/octet-stream';
  await Promise.all([
    files.put(fileKey, rows.bytes, { contentType }),
    files.put(explanationsKey, explanations.bytes, { contentType }),
  ]);
  const { bytes: _, ...sizes } = rows;
  const { offsets, ...sums } = writer.totals();
  return {
    range,
    lineCount: computed.lineCount,
    rowsForm: row.plan!.rowsForm,
    fileKey,
    explanationsKey,
    ...sizes,
    ...sums,
    ...(offsets !== 0n && { offsets }),
  };
}

/** A part as it is kept: with usage, and with its sums or where these lie. */
async function withUsage(
  { byOffer: seats, ...part }: SeatPart,
  usage: StoredUsage | undefined,
  row: PeriodRow,
  deps: Pick<Deps, 'files'>,
): Promise<FilePart> {
  const byOffer = usage ? new Map([...seats, ...usage.byOffer]) : seats;
  return {
    ...part,
    totals: usage ? addTotals(part.totals, usage.part.totals) : part.totals,
    taxes: mergedShares([...(part.taxes ?? []), ...(usage?.taxes ?? [])]),
    ...(usage && { usage: usage.part }),
    ...(await storeSums(row, part.range, byOffer, deps)),
  };
}

import { createHash } from 'node:crypto';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { type KnownSubscription, linesIn, renewalAwaited } from '../domain/subscription.ts';
import { type CustomerName, namesStore } from '../store/names-store.ts';
import { type FilePart, partStore } from '../store/part-store.ts';
import { type PeriodRow, periodStore, type RunPlan } from '../store/period-store.ts';
import { fromItem } from '../store/subscription-item.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { customerNames } from './customer-names.ts';
import type { RunDeps } from './dependencies.ts';
import { appendParts, type Deflated, deflatePart } from './documents/gzip-parts.ts';
import { type CustomerTexts, type LicenseWriter, licenseWriter } from './documents/license-file.ts';
import type { RunMessage } from './run-message.ts';

type Deps = RunDeps;
type RangeMessage = Extract<RunMessage, { kind: 'range' }>;

export type RangeOutcome = 'kept' | 'found' | 'waiting' | 'settled';

/**
 * Computes the lines of one range of a partner's subscriptions and stores them as one part of its reconciliation file
 * (BIL-3). Whoever stores the last part sends for the invoice. Repeated or run twice at once the first part stands.
 */
export async function rateRange(message: RangeMessage, deps: Deps): Promise<RangeOutcome> {
  const { partnerId, billingOn, range } = message;
  const periods = periodStore(deps.table);
  const row = await periods.load(partnerId, billingOn);
  if (row?.state !== 'closing') return 'settled';
  const isKnown = await partStore(deps.table).has(partnerId, billingOn, range);
  if (!isKnown) {
    const part = await computePart(row, range, deps);
    if (!part) return 'waiting';
    await partStore(deps.table).keep(partnerId, billingOn, part);
  }
  await periods.markDone(row, range);
  const now = await periods.load(partnerId, billingOn);
  if (now?.state === 'closing' && now.done.size === now.plan!.ranges.length)
    await deps.runQueue.send([{ ...message, kind: 'finish' }]);
  return isKnown ? 'found' : 'kept';
}

/** A customer that tenancy has not told of yet. */
const NAMELESS: CustomerTexts = { name: '', domain: '' };

/** Lines of the file that are compressed together: the same cut whatever pages the table hands out. */
const LINES_PER_CHUNK = 5000;

/** Undefined when a renewal is due that commerce has not announced yet: then the whole partner waits (X3). */
async function computePart(row: PeriodRow, range: number, deps: Deps): Promise<FilePart | undefined> {
  const plan = row.plan!;
  const bounds = plan.ranges[range];
  invariant(bounds, 'the message names a range of the run');
  const chunks: { rows: Deflated[]; explanations: Deflated[] } = { rows: [], explanations: [] };
  const writer = await writerFor(row.partnerId, plan, deps);
  let lineCount = 0;
  const flush = (): void => {
    const { rows, explanations, count } = writer.take();
    lineCount += count;
    chunks.rows.push(deflatePart(rows));
    chunks.explanations.push(deflatePart(explanations));
  };
  const nameOf = customerNames<CustomerName>(namesStore(deps.table).customers(row.partnerId, bounds));
  for await (const page of subscriptionStore(deps.table).pages(row.partnerId, bounds)) {
    for (const item of page) {
      const subscription = fromItem(item);
      const awaited = renewalAwaited(subscription, row.end);
      if (awaited) {
        deps.log.info('the invoice waits for a renewal', { ...about(row), ...idsOf(subscription), awaited });
        return undefined;
      }
      const { lines, ledger } = linesIn(subscription, row);
      if (lines.length === 0) continue;
      const named = nameOf(subscription.customerId);
      const customer = (named instanceof Promise ? await named : named) ?? NAMELESS;
      writer.add({ subscription, ledger, lines, customer });
      if (writer.pending >= LINES_PER_CHUNK) flush();
    }
  }
  if (writer.pending > 0) flush();
  return storePart({ row, range, lineCount, writer, chunks }, deps);
}

const about = (row: PeriodRow) => ({ partnerId: row.partnerId, billingOn: row.end });
const idsOf = ({ customerId, subscriptionId }: KnownSubscription) => ({ customerId, subscriptionId });

async function writerFor(partnerId: string, plan: RunPlan, { table }: Deps): Promise<LicenseWriter> {
  const offers = await namesStore(table).offers();
  const { mpnId, currency, taxRatePercent } = plan;
  return licenseWriter({
    partnerId,
    mpnId,
    currency,
    taxRatePercent,
    offerName: (offerId) => offers.get(offerId)?.name ?? offerId,
  });
}

interface Computed {
  readonly row: PeriodRow;
  readonly range: number;
  readonly lineCount: number;
  readonly writer: LicenseWriter;
  readonly chunks: { rows: Deflated[]; explanations: Deflated[] };
}

async function storePart({ row, range, lineCount, writer, chunks }: Computed, { files }: Deps): Promise<FilePart> {
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
  return { range, lineCount, fileKey, explanationsKey, ...sizes, ...writer.totals() };
}

/** Named by its content: a second computation that differs cannot overwrite what the first part points to. */
const partObject = (row: PeriodRow, range: number, kind: string, bytes: Uint8Array): string => {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  return `billing/${row.partnerId}/${row.end}/${kind}/${String(range).padStart(5, '0')}-${hash}.deflate`;
};

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { addMonths, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { type KeyRange, sortRange } from '../../accounts/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Who ever owned a subscription: records of usage name nothing else. */
export const ownerKey = (subscriptionId: string, partnerId: string): Key => ({
  pk: `BILLING#${subscriptionId}#OWNERS`,
  sk: partnerId,
});
export const ownersQuery = (subscriptionId: string): Query => ({
  pk: `BILLING#${subscriptionId}#OWNERS`,
  consistent: true,
});

interface SheetIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}
/** Day sheets lie by month, `yyyy-MM`, so that reading those of some days costs no more as years pass. */
export const sheetKey = (
  { partnerId, customerId, subscriptionId }: SheetIds,
  { month, usageOn }: { readonly month: string; readonly usageOn: Day },
): Key => ({
  pk: `BILLING#${partnerId}#USAGE#${month}`,
  sk: `${customerId}#${subscriptionId}#${usageOn}`,
});
/** Sheets of a month by customer, subscription and day. */
export const sheetsQuery = (partnerId: string, month: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#USAGE#${month}`,
  ...sortRange(range),
  consistent: true,
});
export const subscriptionSheetsQuery = ({ partnerId, customerId, subscriptionId }: SheetIds, month: string): Query => ({
  pk: `BILLING#${partnerId}#USAGE#${month}`,
  sk: { beginsWith: `${customerId}#${subscriptionId}#` },
  consistent: true,
});
export const monthOf = (on: Day): string => on.slice(0, 7);
/** Months that days lie in, in order. */
export function monthsOf({ start, end }: DayPeriod): string[] {
  const months: string[] = [];
  for (let first = `${monthOf(start)}-01` as Day; first < end; first = addMonths(first, 1)) months.push(monthOf(first));
  return months;
}
/** Batches that are not folded yet, in the order of their receipt, spread over some partitions. */
export const pendingKey = (batchId: string, shard: string): Key => ({
  pk: `BILLING#PROGRAM#PENDING#${shard}`,
  sk: batchId,
});
export const pendingQuery = (
  shard: string,
  { from, before }: { readonly from?: string; readonly before: string },
): Query => ({
  pk: `BILLING#PROGRAM#PENDING#${shard}`,
  sk: from === undefined ? { before } : { between: [from, before] },
  consistent: true,
});
/** Batches that are folded, with what became of their records. */
export const batchKey = (batchId: string): Key => ({ pk: `BILLING#${batchId}#BATCH`, sk: 'RESULT' });
/** What of a subscription is counted: the version that its folds rest on, and where the ids lie. */
export const usageHeadKey = (subscriptionId: string): Key => ({ pk: `BILLING#${subscriptionId}#METERED`, sk: 'HEAD' });
/** Where the records of a subscription lie by the day of their receipt, one item a fold. */
export const reportedKey = (subscriptionId: string, { reportedOn, version }: Reported): Key => ({
  pk: `BILLING#${subscriptionId}#METERED`,
  sk: `REPORTED#${reportedOn}#${version}`,
});
export const reportedQuery = (subscriptionId: string, from: string, to: string): Query => ({
  pk: `BILLING#${subscriptionId}#METERED`,
  sk: { between: [`REPORTED#${from}`, `REPORTED#${to}~`] },
  consistent: true,
});
interface Reported {
  readonly reportedOn: string;
  /** Of the head, in nine digits. */
  readonly version: string;
}

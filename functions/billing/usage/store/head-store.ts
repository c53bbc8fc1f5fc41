import { type Item, pagesOf, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { batchExpiry } from './batch-item.ts';
import { type ReportedBatch, reportedItem, rowsIn, rowsText, type UsageHead, usageHeadItem } from './head-item.ts';
import { reportedKey, reportedQuery, usageHeadKey } from './keys.ts';

const VERSION_DIGITS = 9;

/** What is counted of a subscription, and where its records lie. */
export const headStore = (table: Table) => ({
  /** Consistently, because the next fold rests on it. */
  async load(subscriptionId: string): Promise<UsageHead> {
    const item = await table.get(usageHeadKey(subscriptionId), { consistent: true });
    return item ? usageHeadItem.fromItem(item) : { version: 0, runs: [] };
  },

  /** The next version of a head. @throws WriteConflictError when somebody else folded meanwhile. */
  write: (subscriptionId: string, after: UsageHead): Write =>
    putIfVersion(usageHeadItem.toItem(usageHeadKey(subscriptionId), after), after.version - 1),

  reportedWrite: (
    subscriptionId: string,
    place: { readonly reportedOn: Day; readonly version: number },
    batches: readonly ReportedBatch[],
  ): Write => ({
    put: reportedItem.toItem(
      {
        ...reportedKey(subscriptionId, {
          reportedOn: place.reportedOn,
          version: String(place.version).padStart(VERSION_DIGITS, '0'),
        }),
        expiresAt: batchExpiry(place.reportedOn),
      },
      { batches: batches.map(({ rows, ...batch }) => ({ ...batch, ...(rows && { rows: rowsText(rows) }) })) },
    ),
  }),

  /** Batches with records that were received from one day up to another, it included. */
  async *reported(subscriptionId: string, from: Day, through: Day): AsyncGenerator<ReportedBatch> {
    const query = reportedQuery(subscriptionId, from, through);
    for await (const page of pagesOf(table, query))
      for (const { rows, ...batch } of page.flatMap((item: Item) => reportedItem.fromItem(item).batches))
        yield { ...batch, ...(rows !== undefined && { rows: rowsIn(rows) }) };
  },
});

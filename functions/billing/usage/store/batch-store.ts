import { allOf, type Item, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { batchItem, beforeBatch, SHARDS, shardOf, type UsageBatch } from './batch-item.ts';
import { batchKey, pendingKey, pendingQuery } from './keys.ts';

export interface PendingBatch extends UsageBatch {
  readonly batchId: string;
}

/** Nothing sorts behind it. */
const LAST = 'g';
const placeOf = (batchId: string) => pendingKey(batchId, shardOf(batchId));
/** Seconds that what became of a batch can be asked for: 400 days. */
const KEPT_SECONDS = 400 * 86_400;
const expiry = (reportedAt: Instant): number => Math.floor(Date.parse(reportedAt) / 1000) + KEPT_SECONDS;

/** Batches of usage: loading until they are folded, then with their results. */
export const batchStore = (table: Table) => ({
  /** A batch that waits to be folded. */
  pendingWrite: (batchId: string, batch: UsageBatch): Write => putNew(batchItem.toItem(placeOf(batchId), batch)),

  /** A batch that has nothing to fold. */
  completedWrite: (batchId: string, batch: UsageBatch): Write =>
    putNew(batchItem.toItem({ ...batchKey(batchId), expiresAt: expiry(batch.reportedAt) }, batch)),

  /**
   * Ends the waiting of a batch: first it is said what became of it, then it waits no more. Of two who fold it, or when broken
   * off between, both say the same.
   */
  async complete(batchId: string, batch: UsageBatch): Promise<void> {
    const { put } = this.completedWrite(batchId, batch) as { put: Item };
    await table.write([{ put }]);
    await table.write([{ delete: placeOf(batchId) }]);
  },

  /** A pending one is asked for first: until it waits no more it is loading, and it is never neither. */
  async find(batchId: string): Promise<{ batch: UsageBatch; isLoading: boolean } | undefined> {
    const pending = await table.get(placeOf(batchId), { consistent: true });
    if (pending) return { batch: batchItem.fromItem(pending), isLoading: true };
    const done = await table.get(batchKey(batchId), { consistent: true });
    return done && { batch: batchItem.fromItem(done), isLoading: false };
  },

  /** Those of these batches that are still pending, in the order of their receipt. */
  async pending(batchIds: readonly string[]): Promise<PendingBatch[]> {
    const items = await table.batchGet(batchIds.map(placeOf), { consistent: true });
    return items.map((item) => ({ batchId: item.sk, ...batchItem.fromItem(item) })).sort(byId);
  },

  /** All pending batches that were received before an instant (absent: all), oldest first, `limit` of each partition. */
  async before(at?: Instant, limit?: number): Promise<PendingBatch[]> {
    const bound = at === undefined ? LAST : beforeBatch(at);
    const found = await Promise.all(
      SHARDS.map(async (shard) => {
        const query = pendingQuery(shard, bound);
        return limit === undefined ? allOf(table, query) : (await table.query({ ...query, limit })).items;
      }),
    );
    return found
      .flat()
      .map((item) => ({ batchId: item.sk, ...batchItem.fromItem(item) }))
      .sort(byId);
  },
});

const byId = (a: PendingBatch, b: PendingBatch): number => (a.batchId < b.batchId ? -1 : 1);

/**
 * Subscriptions with usage that was received before an instant and is in no sheet yet. What is asked for before sheets are read
 * is in them, or is named here.
 */
export async function uncountedSubscriptions(
  before: Instant,
  { table }: { readonly table: Table },
): Promise<ReadonlySet<string>> {
  const waiting = await batchStore(table).before(before);
  return new Set(waiting.flatMap(({ subscriptions = [] }) => subscriptions));
}

/**
 * Whether all usage that was received before an instant is in its sheets: the billing run waits for it (X4). Costs four
 * reads of one item at most.
 */
export async function usageIsSettled(before: Instant, { table }: { readonly table: Table }): Promise<boolean> {
  return (await batchStore(table).before(before, 1)).length === 0;
}

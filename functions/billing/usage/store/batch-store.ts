import { mergedItems } from '../../../../shared/dynamo/merged-items.ts';
import { type Item, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { batchItem, beforeBatch, SHARDS, shardOf, type UsageBatch } from './batch-item.ts';
import { batchKey, pendingKey, pendingQuery } from './keys.ts';

export interface PendingBatch extends UsageBatch {
  readonly batchId: string;
}

const placeOf = (batchId: string) => pendingKey(batchId, shardOf(batchId));
/** Seconds that what became of a batch can be asked for: 400 days. */
const KEPT_SECONDS = 400 * 86_400;
const expiry = (reportedAt: Instant): number => Math.floor(Date.parse(reportedAt) / 1000) + KEPT_SECONDS;

/** Batches of usage: loading until they are folded, then with their results. */
export const batchStore = (table: Table) => ({
  /** A batch that waits to be folded. */
  pendingWrite: (batchId: string, batch: UsageBatch): Write => putNew(batchItem.toItem(placeOf(batchId), batch)),

  /** A succession that is to be followed, as a batch that waits: invoices wait for it too. Again it changes nothing. */
  async putMove(batchId: string, { subscriptionId, reportedAt }: Move): Promise<void> {
    const batch: UsageBatch = {
      ...{ reportedAt, accepted: 0, duplicates: 0, rejected: [] },
      ...{ subscriptions: [subscriptionId], isMove: true },
    };
    await table.write([{ put: batchItem.toItem(placeOf(batchId), batch) }]);
  },

  /** Ends the waiting of a batch of which there is nothing to say. */
  forget: (batchId: string): Promise<void> => table.write([{ delete: placeOf(batchId) }]),

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

  /**
   * Batches that wait to be folded, oldest first, a page of each partition in memory at a time: those that were received from an
   * instant on (absent: from the first on), or behind a batch, and before another.
   */
  async *waiting({ from, behind, before }: Received): AsyncGenerator<PendingBatch> {
    const start = behind === undefined ? from && beforeBatch(from) : `${behind}~`;
    const span = { ...(start !== undefined && { from: start }), before: beforeBatch(before) };
    const queries = SHARDS.map((shard) => ({ ...pendingQuery(shard, span), limit: WAITING_PER_PAGE }));
    for await (const item of mergedItems(table, queries)) yield { batchId: item.sk, ...batchItem.fromItem(item) };
  },
});

interface Move {
  readonly subscriptionId: string;
  readonly reportedAt: Instant;
}

interface Received {
  readonly from?: Instant;
  /** Id of the last batch that is not asked for. */
  readonly behind?: string;
  readonly before: Instant;
}

/** An item weighs some kilobytes, and more the more records were wrong. */
const WAITING_PER_PAGE = 50;

const byId = (a: PendingBatch, b: PendingBatch): number => (a.batchId < b.batchId ? -1 : 1);

/**
 * Subscriptions with usage that was received before an instant and is in no sheet yet. What is asked for before sheets are read
 * is in them, or is named here.
 */
export async function uncountedSubscriptions(
  before: Instant,
  { table }: { readonly table: Table },
): Promise<ReadonlySet<string>> {
  const uncounted = new Set<string>();
  for await (const { subscriptions = [] } of batchStore(table).waiting({ before }))
    for (const subscriptionId of subscriptions) uncounted.add(subscriptionId);
  return uncounted;
}

/**
 * Whether all usage that was received before an instant is in its sheets: the billing run waits for it (X4). Costs four
 * reads of one item at most.
 */
export async function usageIsSettled(before: Instant, { table }: { readonly table: Table }): Promise<boolean> {
  const found = await Promise.all(
    SHARDS.map((shard) => table.query({ ...pendingQuery(shard, { before: beforeBatch(before) }), limit: 1 })),
  );
  return found.every(({ items }) => items.length === 0);
}

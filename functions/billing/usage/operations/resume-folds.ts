import { addSeconds, instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { beforeBatch, SHARDS } from '../store/batch-item.ts';
import { batchStore } from '../store/batch-store.ts';
import { pendingQuery } from '../store/keys.ts';
import type { UsageJobDeps } from './dependencies.ts';

/** A message that was lost is sent again, one that is under way is left alone. */
const PATIENCE_SECONDS = 15 * 60;
/** An alarm stands on what waits longer. */
const LATE_SECONDS = 3600;

/**
 * Sends again for batches that nobody has counted yet (USG-3): the call that brought them was broken off before it sent
 * for them, or their message was put aside. Harmless when repeated: a batch that is counted is found done.
 */
export const resumeFolds: Walk<UsageJobDeps> = {
  due: ({ scheduledAt }) => {
    const before = beforeBatch(addSeconds(instant(scheduledAt), -PATIENCE_SECONDS));
    return [SHARDS.map((shard) => pendingQuery(shard, { before }))];
  },
  async each({ sk: batchId }, { scheduledAt }, { table, log, count, foldQueue }) {
    const [batch] = await batchStore(table).pending([batchId]);
    if (!batch) return { batches: 0, late: 0 };
    const isLate = batch.reportedAt < addSeconds(instant(scheduledAt), -LATE_SECONDS);
    if (isLate) {
      log.error('a batch of usage has not been counted for an hour', { batchId, reportedAt: batch.reportedAt });
      count('UsageWaiting');
    }
    await foldQueue.send([{ kind: 'fold', batchId }]);
    return { batches: 1, late: isLate ? 1 : 0 };
  },
  counts: { batches: 0, late: 0 },
};

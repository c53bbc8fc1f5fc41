import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { openRunsQuery } from '../store/keys.ts';
import { billingRunItem } from '../store/run-items.ts';
import type { RunsDeps } from './dependencies.ts';

/** Goes on with runs that nobody watches, and with those that were interrupted (BIL-11). */
export const resumeBillingRuns: Walk<Pick<RunsDeps, 'partnersQueue'>> = {
  due: () => [openRunsQuery()],
  async each(item, { scheduledAt: at }, { partnersQueue }) {
    const { runId, isWalked } = billingRunItem.fromItem(item);
    await partnersQueue.send([{ kind: isWalked ? 'runSweep' : 'runWalk', runId, at }]);
    return { runs: 1 };
  },
  counts: { runs: 0 },
};

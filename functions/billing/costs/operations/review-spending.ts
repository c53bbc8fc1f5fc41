import { instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { spendingLooksQuery } from '../store/keys.ts';
import { pairOf } from '../store/spending-store.ts';
import type { CostsJobDeps } from './dependencies.ts';

/**
 * Sends for spending that was computed on an earlier day of its period, so that rates of since then count and people may be
 * warned again (M8), and for that whose billing period is over. It selects by state: late, twice,
 * or after days on which it did not run, each is looked at as it is then, and everybody is told once.
 */
export const reviewSpending: Walk<CostsJobDeps> = {
  due: ({ scheduledAt }) => [spendingLooksQuery(instant(scheduledAt))],
  async each(item, { scheduledAt }, { costQueue }) {
    await costQueue.send([{ kind: 'spending', ...pairOf(item), at: scheduledAt }]);
    return { customers: 1 };
  },
  counts: { customers: 0 },
};

import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { creditOf } from '../store/credit-item.ts';
import { creditWantedQuery } from '../store/keys.ts';
import type { CreditDeps } from './dependencies.ts';

/** Asks again for credit that was to be computed and was not. Harmless for that which was a moment ago. */
export const resumeCredit: Walk<Pick<CreditDeps, 'creditQueue'>> = {
  due: () => [creditWantedQuery()],
  async each(item, { scheduledAt }, { creditQueue }) {
    await creditQueue.send([{ kind: 'credit', partnerId: creditOf(item).partnerId, at: scheduledAt }]);
    return { partners: 1 };
  },
  counts: { partners: 0 },
};

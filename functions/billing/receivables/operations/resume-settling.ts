import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { unsettledQuery } from '../../accounts/index.ts';
import type { ReceivablesDeps } from './dependencies.ts';

/** Asks again for accounts whose invoices changed and were not settled. Harmless for those that were a moment ago. */
export const resumeSettling: Walk<Pick<ReceivablesDeps, 'settleQueue'>> = {
  due: () => [unsettledQuery()],
  async each(item, { scheduledAt }, { settleQueue }) {
    await settleQueue.send([{ kind: 'settle', partnerId: String(item.gsi1sk), at: scheduledAt }]);
    return { accounts: 1 };
  },
  counts: { accounts: 0 },
};

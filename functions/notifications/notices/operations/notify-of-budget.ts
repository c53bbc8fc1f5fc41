import { type UsageBudgetNeared, UsagerecordsThresholdExceeded } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Tells the admin agents of a partner that metered use of a customer nears or has passed the budget that they set (USG-4). */
export async function notifyOfBudget(
  { eventId, occurredAt, type, detail }: EventOf<typeof UsageBudgetNeared | typeof UsagerecordsThresholdExceeded>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, ...spending } = detail;
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: { kind: 'usageBudget', isExceeded: type === UsagerecordsThresholdExceeded.type, ...spending },
  });
  await addressNotice(notice, deps);
}

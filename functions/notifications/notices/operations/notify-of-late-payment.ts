import type { CollectionsStep, PaymentLate } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Tells the global admins and admin agents of a partner that an invoice is late, and of each step that is taken about it (BIL-5, N8). */
export async function notifyOfLatePayment(
  { eventId, occurredAt, detail }: EventOf<typeof PaymentLate | typeof CollectionsStep>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, invoiceId, dueOn, balance, daysLate } = detail;
  const step = 'action' in detail ? { step: detail.action, overdue: detail.overdue } : { step: 'late' as const };
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: { kind: 'paymentLate', invoiceId, dueOn, balance, daysLate, ...step },
  });
  await addressNotice(notice, deps);
}

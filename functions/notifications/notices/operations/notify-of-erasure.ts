import type { CustomerErasureAnnounced } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Tells the partner that a customer had last from when on the customer may be deleted (CUS-6). */
export async function notifyOfErasure(
  { eventId, occurredAt, detail }: EventOf<typeof CustomerErasureAnnounced>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, customerId, customerName, customerDomain, erasedFrom } = detail;
  if (partnerId === undefined) return;
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: { kind: 'formerCustomerErasure', customerId, customerName, customerDomain, erasedFrom },
  });
  await addressNotice(notice, deps);
}

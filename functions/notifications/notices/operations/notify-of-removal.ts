import type { CustomerRelationshipChanged } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import { hasLostDelegatedAdmin } from '../../contacts/index.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/**
 * Tells an advisor that a customer took delegated administration from it (DAP-3). A reseller looks at its customer
 * list instead, and nobody gets a mail about an acceptance (REL-5).
 */
export async function notifyOfRemoval(
  { eventId, occurredAt, detail }: EventOf<typeof CustomerRelationshipChanged>,
  deps: NoticesDeps,
): Promise<void> {
  if (!hasLostDelegatedAdmin(detail)) return;
  const { partnerId, customerId, customerName, customerDomain } = detail;
  const causedAt = instant(occurredAt);
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt,
    state: 'open',
    facts: { kind: 'delegatedAdminRemoved', customerId, customerName, customerDomain, removedOn: utcDay(causedAt) },
  });
  await addressNotice(notice, deps);
}

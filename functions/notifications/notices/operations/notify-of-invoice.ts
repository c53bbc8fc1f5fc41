import type { InvoiceIssued } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

/**
 * Tells the invoiced partner's global admins and admin agents that an invoice is out (NOT-2). The notice is stored
 * first; when nobody of the partner is known yet, the scheduled run finds it later by its state.
 */
export async function notifyOfInvoice(
  { eventId, occurredAt, detail }: EventOf<typeof InvoiceIssued>,
  deps: NoticesDeps,
): Promise<void> {
  const { partnerId, totalCharges, ...invoice } = detail;
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    facts: { kind: 'invoice', ...invoice, total: totalCharges },
  });
  await addressNotice(notice, deps);
}

import type { InvoiceIssued } from '../../../events/index.ts';
import type { EventOf } from '../../../shared/contracts/events.ts';
import { instant } from '../../../shared/kernel/time.ts';
import type { InvoiceNotice } from '../domain/notice.ts';
import { invoiceRecipients } from '../domain/recipients.ts';
import { contactStore } from '../store/contact-store.ts';
import { noticeStore } from '../store/notice-store.ts';
import { type MailId, sendStored, storeMail } from './deliver-mails.ts';
import type { NotificationsDeps } from './dependencies.ts';

/**
 * Tells the invoiced partner's global admins and admin agents that an invoice is out (NOT-2). The notice is stored
 * first; when nobody of the partner is known yet, the scheduled run finds it later by its state.
 */
export async function notifyOfInvoice(
  { eventId, occurredAt, detail }: EventOf<typeof InvoiceIssued>,
  deps: NotificationsDeps,
): Promise<void> {
  const { partnerId, totalCharges, ...invoice } = detail;
  const notice = await noticeStore(deps.table).open({
    noticeId: eventId,
    partnerId,
    causedAt: instant(occurredAt),
    state: 'open',
    invoice: { ...invoice, total: totalCharges },
  });
  await addressNotice(notice, deps);
}

/**
 * Mails a notice to everybody it is for; answers how many. The mails are stored before the notice is closed, and sent
 * after it: whatever happens in between, each is found by its state and none is made twice.
 *
 * @throws when a mail could not be sent.
 */
export async function addressNotice(notice: InvoiceNotice, deps: NotificationsDeps): Promise<number> {
  const { companyName, users } = await contactStore(deps.table).ofPartner(notice.partnerId);
  const recipients = notice.recipients ?? invoiceRecipients(users);
  if (notice.state === 'unaddressed' || companyName === undefined || recipients.length === 0) return 0;
  const event = { eventId: notice.noticeId, occurredAt: notice.causedAt };
  const stored: MailId[] = [];
  for (const { email, displayName } of recipients) {
    const facts = { kind: 'invoice', ...notice.invoice, companyName, displayName } as const;
    stored.push(await storeMail(event, { tenantId: notice.partnerId, to: email, facts }, deps));
  }
  if (notice.state === 'open') {
    const told = recipients.map(({ email, displayName }) => ({ email, displayName }));
    await noticeStore(deps.table).close({ ...notice, state: 'addressed', recipients: told });
  }
  await sendStored(stored, deps);
  return recipients.length;
}

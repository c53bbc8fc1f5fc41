import type { CustomerErasureAnnounced } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { deliverMails } from './deliver-mails.ts';
import type { MailsDeps } from './dependencies.ts';

/** Mails a customer that no partner has any more from when on it may be deleted (CUS-6). */
export async function mailErasure(event: EventOf<typeof CustomerErasureAnnounced>, deps: MailsDeps): Promise<void> {
  const { customerId, customerName, to, erasedFrom } = event.detail;
  await deliverMails(event, [{ tenantId: customerId, to, facts: { kind: 'erasure', customerName, erasedFrom } }], deps);
}

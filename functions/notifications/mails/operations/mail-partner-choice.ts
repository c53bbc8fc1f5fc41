import type { PartnerChoiceOffered } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { deliverMails } from './deliver-mails.ts';
import type { MailsDeps } from './dependencies.ts';

/** Mails a customer that its partner is out of business, and that it can choose another one (PRG-9, NOT-1). */
export async function mailPartnerChoice(event: EventOf<typeof PartnerChoiceOffered>, deps: MailsDeps): Promise<void> {
  const { customerId, partnerName, customerName, to, runOffEndsOn } = event.detail;
  const facts = { kind: 'partnerChoice', partnerName, customerName, ...given({ runOffEndsOn }) } as const;
  await deliverMails(event, [{ tenantId: customerId, to, facts }], deps);
}

import type { InvitationMailRequested } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { addressKey } from '../../contacts/index.ts';
import { deliverMails } from './deliver-mails.ts';
import type { MailsDeps } from './dependencies.ts';

/**
 * Mails a partner's invitation to the addresses that it named (REL-1), one mail each, so that no receiver sees another.
 * Answers go to the partner.
 */
export async function mailInvitation(event: EventOf<typeof InvitationMailRequested>, deps: MailsDeps): Promise<void> {
  const { partnerId, partnerName, replyTo, message, root, invitationKind, generation } = event.detail;
  const facts = {
    kind: 'invitation',
    invitationKind,
    partnerId,
    partnerName,
    ...(message !== undefined && { message }),
    linkSubject: linkSubjects.invitation(partnerId),
    generation,
    root,
  } as const;
  const addresses = new Map(event.detail.to.map((to) => [addressKey(to), to]));
  const wanted = [...addresses.values()].map((to) => ({
    tenantId: partnerId,
    to,
    facts,
    ...(replyTo !== undefined && { replyTo }),
  }));
  await deliverMails(event, wanted, deps);
}

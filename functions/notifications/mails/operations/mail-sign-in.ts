import type { SignInMailRequested } from '../../../../events/index.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { linkSubjects } from '../../../../shared/identity/links.ts';
import { deliverMails } from './deliver-mails.ts';
import type { MailsDeps } from './dependencies.ts';

/** Mails a new user the one-time link with which it sets its password. The user, or who made it, asked for it (NOT-1). */
export async function mailSignIn(event: EventOf<typeof SignInMailRequested>, deps: MailsDeps): Promise<void> {
  const { tenantId, userId, userPrincipalName, displayName, organization, to, root, generation, validUntil } =
    event.detail;
  const linkSubject = linkSubjects.password({ tenantId, userId });
  const facts = {
    kind: 'signIn',
    displayName,
    organization,
    userPrincipalName,
    linkSubject,
    generation,
    root,
    validUntil,
  } as const;
  await deliverMails(event, [{ tenantId, to, facts }], deps);
}

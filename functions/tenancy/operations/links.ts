import { type LinkSubject, linkHash, linkPaths, linkSubjects, linkToken } from '../../../shared/identity/links.ts';
import { addDaysTo, type Instant } from '../../../shared/kernel/time.ts';
import type { InvitationLink } from '../domain/invitation.ts';
import { PASSWORD_LINK_DAYS } from '../domain/password.ts';
import type { User } from '../domain/user.ts';
import type { PasswordLink } from '../store/link-store.ts';
import type { Deps } from './dependencies.ts';

type Secret = Pick<Deps, 'linkSecret'>;

const subjectOf = ({ kind, partnerId, resellerId, generation }: InvitationLink): LinkSubject => ({
  kind,
  subject: linkSubjects.invitation(partnerId, resellerId),
  generation,
});

export const invitationToken = (link: InvitationLink, { linkSecret }: Secret): string =>
  linkToken(linkSecret, subjectOf(link));
export const invitationHash = (link: InvitationLink, secret: Secret): string => linkHash(invitationToken(link, secret));
export const invitationUrl = (root: string, link: InvitationLink, secret: Secret): string =>
  root + linkPaths.invitation(invitationToken(link, secret), link.partnerId);

/** Hash and record of a user's present link to set a password. */
export function passwordLink(user: User, at: Instant, { linkSecret }: Secret): { hash: string; link: PasswordLink } {
  const { tenantId, userId, passwordGeneration: generation } = user;
  const token = linkToken(linkSecret, { kind: 'password', subject: linkSubjects.password(user), generation });
  const validUntil = addDaysTo(at, PASSWORD_LINK_DAYS);
  return { hash: linkHash(token), link: { kind: 'password', tenantId, userId, generation, validUntil } };
}

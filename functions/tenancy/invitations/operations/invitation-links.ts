import {
  type LinkSubject,
  linkHash,
  linkPaths,
  linkSubjects,
  linkToken,
  sameToken,
} from '../../../../shared/identity/links.ts';
import type { LinkedInvitation } from '../domain/invitation.ts';
import { invitationStore } from '../store/invitation-store.ts';
import type { Deps } from './dependencies.ts';

type Secret = Pick<Deps, 'linkSecret'>;

const subjectOf = ({ type, partnerId, resellerId, generation }: LinkedInvitation): LinkSubject => ({
  kind: type,
  subject: linkSubjects.invitation(partnerId, resellerId),
  generation,
});

/**
 * The invitation that a token opens. The secret that the token was made with must still count: what somebody derives from
 * one that was replaced is worthless a day later, though the link stays stored.
 */
export async function linkedInvitation(
  token: string,
  { table, linkSecret }: Secret & Pick<Deps, 'table'>,
): Promise<LinkedInvitation | undefined> {
  const linked = await invitationStore(table).linkedBy(linkHash(token));
  const isInForce =
    linked && linkSecret.accepted.some((secret) => sameToken(linkToken(secret, subjectOf(linked)), token));
  return isInForce ? linked : undefined;
}

export const invitationToken = (of: LinkedInvitation, { linkSecret }: Secret): string =>
  linkToken(linkSecret.current, subjectOf(of));
export const invitationHash = (of: LinkedInvitation, secret: Secret): string => linkHash(invitationToken(of, secret));
/** Under every secret that counts: a link that is withdrawn is found under none. */
export const invitationHashes = (of: LinkedInvitation, { linkSecret }: Secret): string[] =>
  linkSecret.accepted.map((secret) => linkHash(linkToken(secret, subjectOf(of))));
export const invitationUrl = (root: string, of: LinkedInvitation, secret: Secret): string =>
  root + linkPaths.invitation(invitationToken(of, secret), of.partnerId);

import {
  type LinkSubject,
  linkHash,
  linkPaths,
  linkSubjects,
  linkToken,
  sameToken,
} from '../../../../shared/identity/links.ts';
import type { InvitationLink } from '../domain/invitation.ts';
import { type LinkRecord, linkStore } from '../store/link-store.ts';
import type { Deps } from './dependencies.ts';

type Secret = Pick<Deps, 'linkSecret'>;

const subjectOf = (link: LinkRecord): LinkSubject => ({
  kind: link.kind,
  subject: linkSubjects.invitation(link.partnerId, link.resellerId),
  generation: link.generation,
});

/**
 * What the holder of a token may do. The secret that the token was made with must still count: what somebody derives from
 * one that was replaced is worthless a day later, though the link stays stored.
 */
export async function findLink(
  token: string,
  { table, linkSecret }: Secret & Pick<Deps, 'table'>,
): Promise<LinkRecord | undefined> {
  const link = await linkStore(table).find(linkHash(token));
  const isInForce = link && linkSecret.accepted.some((secret) => sameToken(linkToken(secret, subjectOf(link)), token));
  return isInForce ? link : undefined;
}

export const invitationToken = (link: InvitationLink, { linkSecret }: Secret): string =>
  linkToken(linkSecret.current, subjectOf(link));
export const invitationHash = (link: InvitationLink, secret: Secret): string => linkHash(invitationToken(link, secret));
/** Under every secret that counts: a link that is withdrawn is found under none. */
export const invitationHashes = (link: InvitationLink, { linkSecret }: Secret): string[] =>
  linkSecret.accepted.map((secret) => linkHash(linkToken(secret, subjectOf(link))));
export const invitationUrl = (root: string, link: InvitationLink, secret: Secret): string =>
  root + linkPaths.invitation(invitationToken(link, secret), link.partnerId);

import { linkHash, linkSubjects, linkToken, sameToken } from '../../../../shared/identity/links.ts';
import { addDaysTo, type Instant } from '../../../../shared/kernel/time.ts';
import { PASSWORD_LINK_DAYS } from '../domain/password.ts';
import type { User } from '../domain/user.ts';
import type { PasswordLink } from '../store/password-link-item.ts';
import { passwordLinkStore } from '../store/password-link-store.ts';
import type { Deps } from './dependencies.ts';

type Secret = Pick<Deps, 'linkSecret'>;
type Whose = Pick<PasswordLink, 'tenantId' | 'userId'>;

const subjectOf = (of: Whose, generation: number) =>
  ({ kind: 'password', subject: linkSubjects.password(of), generation }) as const;

/** The user's link that a token opens, as long as the secret counts that the token was made with. */
export async function findPasswordLink(
  token: string,
  { table, linkSecret }: Secret & Pick<Deps, 'table'>,
): Promise<PasswordLink | undefined> {
  const link = await passwordLinkStore(table).find(linkHash(token));
  const isInForce =
    link && linkSecret.accepted.some((secret) => sameToken(linkToken(secret, subjectOf(link, link.generation)), token));
  return isInForce ? link : undefined;
}

/** Hash and record of a user's present link to set a password. */
export function passwordLink(user: User, at: Instant, { linkSecret }: Secret): { hash: string; link: PasswordLink } {
  const { tenantId, userId, passwordGeneration: generation } = user;
  const token = linkToken(linkSecret.current, subjectOf(user, generation));
  const validUntil = addDaysTo(at, PASSWORD_LINK_DAYS);
  return { hash: linkHash(token), link: { tenantId, userId, generation, validUntil } };
}

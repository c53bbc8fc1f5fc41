import { addDaysTo, addSeconds, type Instant } from '../../../../shared/kernel/time.ts';
import { mayAct, roleOfAgent, rolesFor } from '../../people/domain/directory-role.ts';
import {
  type CallerRole,
  endingSessions,
  type Setter,
  type TemporaryPassword,
  type User,
} from '../../people/domain/user.ts';
import type { Pair } from '../../relationships/domain/relationship.ts';

/** Days in which a temporary password opens the page. */
const TEMPORARY_DAYS = 7;

/** Roles of a partner's user that give each right to set passwords at a customer (ROL-1), and those in the own tenant. */
const RIGHTS: Readonly<Record<Setter['right'], readonly CallerRole[]>> = {
  admin: ['AdminAgent'],
  helpdesk: ['AdminAgent', 'HelpdeskAgent'],
  creator: ['AdminAgent', 'SalesAgent'],
};
const OWN_RIGHTS: Readonly<Record<Setter['right'], readonly CallerRole[]>> = {
  admin: ['GlobalAdmin'],
  helpdesk: rolesFor('setPassword'),
  creator: ['GlobalAdmin'],
};

/** What decides whether whoever set a password may still have set it, as it is now. */
export interface Standing {
  /** What it may do now; absent when it is gone. An application that was given no roles acts as admin agent. */
  readonly setterRoles?: readonly CallerRole[];
  /** What the setter's tenant and the user's are to each other; absent when they are one. */
  readonly pair?: Pick<Pair, 'delegatedAdmin' | 'grants'>;
  /** A customer that became a partner is administered by no other (PRG-5). */
  readonly isAdministrable: boolean;
}

/**
 * True while a temporary password opens the page. It ends seven days after it was set, and at once when whoever set it could
 * not set it any more: gone, without the role for it, without delegated administration, or below the role that the user got
 * since. Delegated administration that was taken away and granted anew does not bring it back.
 */
export function isTemporaryLive(user: User, { setterRoles, pair, isAdministrable }: Standing, at: Instant): boolean {
  const temporary = user.temporaryPassword;
  if (!temporary || user.state !== 'active' || addDaysTo(temporary.setAt, TEMPORARY_DAYS) <= at) return false;
  const needed = (pair ? RIGHTS : OWN_RIGHTS)[temporary.setBy.right];
  if (!needed.some((role) => setterRoles?.includes(role)) || !mayAdminister(temporary.setBy.right, user)) return false;
  if (!pair) return temporary.setBy.tenantId === user.tenantId;
  const grant = pair.grants.find(({ endedAt }) => endedAt === undefined);
  return isAdministrable && pair.delegatedAdmin && grant !== undefined && grant.grantedAt <= temporary.setAt;
}

/** Whoever set it as a helpdesk, or as another lesser role, has no say over a user that got a directory role since (ROL-2). */
const mayAdminister = (right: Setter['right'], user: User): boolean =>
  right !== 'helpdesk' || mayAct('setPassword', [roleOfAgent(false)], user);

/** The user with a password of somebody else's: what it was signed in to ends. */
export const withTemporaryPassword = (user: User, temporaryPassword: TemporaryPassword): User =>
  endingSessions({ ...user, temporaryPassword });

/** Longer than the gateway lets any form be worked on: by then nothing more of it reaches the issuer. */
const CLAIM_SECONDS = 30;

/** True while another form replaces the temporary password. */
export const isClaimed = ({ temporaryPassword }: User, at: Instant): boolean =>
  temporaryPassword?.claimedUntil !== undefined && temporaryPassword.claimedUntil > at;

/** The user whose temporary password one form replaces, or none any more. */
export function claimed(user: User, at: Instant | undefined): User {
  if (!user.temporaryPassword) return user;
  const { claimedUntil: _, ...temporary } = user.temporaryPassword;
  const claimedUntil = at && addSeconds(at, CLAIM_SECONDS);
  return { ...user, temporaryPassword: { ...temporary, ...(claimedUntil && { claimedUntil }) } };
}

/** The user with a password of its own. */
export function withOwnPassword({ temporaryPassword: _, ...user }: User): User {
  return endingSessions(user);
}

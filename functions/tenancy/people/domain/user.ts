import { alike } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDaysTo, type Instant } from '../../../../shared/kernel/time.ts';
import { type DirectoryRole, type LesserRole, lesserRoles, rolesInDirectory } from './directory-role.ts';

/** A user of a tenant. The two sets of roles are independent (ROL-1). */
export interface User {
  readonly tenantId: string;
  readonly userId: string;
  readonly version: number;
  /** Whose tenant it is decides which roles count. */
  readonly of: 'partner' | 'customer' | 'operator';
  readonly userPrincipalName: string;
  readonly displayName: string;
  /** Where mail reaches the user. */
  readonly email: string;
  readonly agentRoles: readonly AgentRole[];
  /** On the own tenant: everything or nothing. */
  readonly isGlobalAdmin: boolean;
  /** What else a customer's user may do in its directory, in the order of {@link lesserRoles}. Absent: nothing. */
  readonly directoryRoles?: readonly LesserRole[];
  readonly state: 'active' | 'inactive';
  readonly createdAt: Instant;
  /** Raised with each new link to set a password. */
  readonly passwordGeneration: number;
  /** Set by somebody else and not replaced yet: nobody signs in as this user. */
  readonly temporaryPassword?: TemporaryPassword;
  /** Counts the changes of password, role and state: a token made before the last of them is refused. Absent: none yet. */
  readonly sessions?: number;
  /** When the last of them was stored. */
  readonly sessionsEndedAt?: Instant;
  /** What a customer's directory knows besides. */
  readonly person?: Person;
  /** Start of the thirty days in which a deleted user can be restored. */
  readonly deletedAt?: Instant;
}
/**
 * A password that somebody else set. The issuer never gets it: it opens nothing but the page where its user chooses one of
 * its own, so nobody signs in with a password that another person knows.
 */
export interface TemporaryPassword {
  /** A slow hash of it, with its salt. */
  readonly hash: string;
  readonly setAt: Instant;
  readonly setBy: Setter;
  /** Until then one form alone may replace it: the issuer must not get the passwords of two. Absent: none was sent. */
  readonly claimedUntil?: Instant;
}
/** The user or application that set it, with the right that it used. */
export interface Setter {
  readonly tenantId: string;
  readonly principalId: string;
  /** A helpdesk agent has no say over users with a directory role (ROL-2); a creator sets the first password of a tenant. */
  readonly right: 'admin' | 'helpdesk' | 'creator';
}

export interface Person {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly usageLocation?: string;
  readonly phoneNumber?: string;
  readonly immutableId?: string;
}
export const agentRoles = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;
export type AgentRole = (typeof agentRoles)[number];
export type CallerRole = AgentRole | DirectoryRole | 'Customer' | 'Operator';

/** Roles as the dispatcher asks for them. A user of a customer is at least that. */
export function callerRoles(user: User): CallerRole[] {
  if (user.of === 'operator') return ['Operator'];
  const own = rolesInDirectory(user);
  return user.of === 'customer' ? ['Customer', ...own] : [...user.agentRoles, ...own];
}

export interface UserChange {
  readonly displayName?: string;
  readonly agentRoles?: readonly AgentRole[];
  readonly isGlobalAdmin?: boolean;
  readonly state?: User['state'];
}

/**
 * The user with every sign-in so far ended: tokens carry the count that they were made under. Whatever changes a password, a
 * role or the state goes through here.
 */
export const endingSessions = (user: User): User => ({ ...user, sessions: (user.sessions ?? 0) + 1 });

export const isActiveAdmin = (user: User): boolean => user.isGlobalAdmin && user.state === 'active';
const sameRoles = (a: readonly AgentRole[], b: readonly AgentRole[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role));

/**
 * A user with changed name, roles or state (ROL-1, ROL-3); its sign-ins end with a change of what it may. Refuses to take
 * away the last active global admin: nobody could change the tenant any more. The same object when nothing changes.
 */
export function changeUser(
  user: User,
  change: UserChange,
  hasOtherAdmin: boolean,
): Result<User, Refusal<'last_global_admin'>> {
  const after: User = {
    ...user,
    ...change,
    agentRoles: change.agentRoles ? agentRoles.filter((role) => change.agentRoles!.includes(role)) : user.agentRoles,
  };
  if (isActiveAdmin(user) && !isActiveAdmin(after) && !hasOtherAdmin) return refuse('last_global_admin');
  const isSameRight =
    after.isGlobalAdmin === user.isGlobalAdmin &&
    after.state === user.state &&
    sameRoles(after.agentRoles, user.agentRoles);
  if (!isSameRight) return ok(endingSessions(after));
  return ok(after.displayName === user.displayName ? user : after);
}

/** The user with these roles of its directory, and its sign-ins ended. */
function withRoles({ directoryRoles: _, ...user }: User, isWanted: (role: DirectoryRole) => boolean): User {
  const [isGlobalAdmin, lesser] = [isWanted('GlobalAdmin'), lesserRoles.filter(isWanted)];
  return endingSessions({ ...user, isGlobalAdmin, ...(lesser.length > 0 && { directoryRoles: lesser }) });
}

/** A user of a customer with one role more in its directory. The same object when it has it already. */
export function withDirectoryRole(user: User, role: DirectoryRole): User {
  const before = rolesInDirectory(user);
  return before.includes(role) ? user : withRoles(user, (each) => each === role || before.includes(each));
}

/** A user of a customer without a role in its directory; the last active global admin keeps its own. */
export function withoutDirectoryRole(
  user: User,
  role: DirectoryRole,
  hasOtherAdmin: boolean,
): Result<User, Refusal<'last_global_admin'>> {
  const before = rolesInDirectory(user);
  if (!before.includes(role)) return ok(user);
  if (role === 'GlobalAdmin' && isActiveAdmin(user) && !hasOtherAdmin) return refuse('last_global_admin');
  return ok(withRoles(user, (each) => each !== role && before.includes(each)));
}

/** Days in which a deleted user of a customer can be restored (tenancy contract 6). */
const RESTORE_DAYS = 30;

/** When a deleted user is purged, a partner's at once; undefined for every other. */
export function purgeDueAt({ of, deletedAt }: User): Instant | undefined {
  if (deletedAt === undefined) return undefined;
  return of === 'customer' ? addDaysTo(deletedAt, RESTORE_DAYS) : deletedAt;
}

/** True while a deleted user can come back; after that it is gone. */
export function isRestorable(user: User, at: Instant): boolean {
  const dueAt = purgeDueAt(user);
  return dueAt !== undefined && dueAt > at;
}

/** True once nothing of a deleted user is to be left. */
export const isPurgeable = (user: User, at: Instant): boolean =>
  user.deletedAt !== undefined && !isRestorable(user, at);

/** True for a user that is there: active, or deleted and not yet purged. */
export const isPresent = (user: User, at: Instant): boolean => user.deletedAt === undefined || isRestorable(user, at);

/** A user deleted at `at`; the last global admin stays. Deleting twice changes nothing. */
export function deleteUser(
  user: User,
  at: Instant,
  hasOtherAdmin: boolean,
): Result<User, Refusal<'last_global_admin'>> {
  if (user.deletedAt !== undefined) return ok(user);
  if (isActiveAdmin(user) && !hasOtherAdmin) return refuse('last_global_admin');
  return ok(endingSessions({ ...user, state: 'inactive', deletedAt: at }));
}

/** A user of a customer with changed name or facts, restored when it was deleted and is to be active. */
export function changePerson(user: User, change: { displayName?: string; person: Person; isRestored: boolean }): User {
  const { deletedAt, ...rest } = user;
  const changed: User = {
    ...rest,
    displayName: change.displayName ?? user.displayName,
    person: { ...user.person, ...change.person },
    ...(change.isRestored ? { state: 'active' } : deletedAt !== undefined && { deletedAt }),
  };
  if (change.isRestored) return endingSessions(changed);
  return alike(user, changed) ? user : changed;
}

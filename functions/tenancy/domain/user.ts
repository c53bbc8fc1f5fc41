import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Instant } from '../../../shared/kernel/time.ts';

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
  readonly state: 'active' | 'inactive';
  readonly createdAt: Instant;
  /** Raised with each new link to set a password. */
  readonly passwordGeneration: number;
}
export const agentRoles = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;
export type AgentRole = (typeof agentRoles)[number];
export type CallerRole = AgentRole | 'GlobalAdmin' | 'Customer' | 'Operator';

/** Roles as the dispatcher asks for them. A user of a customer is at least that. */
export function callerRoles({ of, agentRoles, isGlobalAdmin }: User): CallerRole[] {
  if (of === 'operator') return ['Operator'];
  const own: CallerRole[] = isGlobalAdmin ? ['GlobalAdmin'] : [];
  return of === 'customer' ? ['Customer', ...own] : [...agentRoles, ...own];
}

export interface UserChange {
  readonly displayName?: string;
  readonly agentRoles?: readonly AgentRole[];
  readonly isGlobalAdmin?: boolean;
  readonly state?: User['state'];
}

const isAdmin = (user: User): boolean => user.isGlobalAdmin && user.state === 'active';
const sameRoles = (a: readonly AgentRole[], b: readonly AgentRole[]): boolean =>
  a.length === b.length && a.every((role) => b.includes(role));

/**
 * A user with changed name, roles or state (ROL-1, ROL-3). Refuses to take away the last active global admin: nobody
 * could change the tenant any more. The same object when nothing changes.
 */
export function changeUser(
  user: User,
  change: UserChange,
  otherAdmins: number,
): Result<User, Refusal<'last_global_admin'>> {
  const after: User = {
    ...user,
    ...change,
    agentRoles: change.agentRoles ? agentRoles.filter((role) => change.agentRoles!.includes(role)) : user.agentRoles,
  };
  if (isAdmin(user) && !isAdmin(after) && otherAdmins === 0) return refuse('last_global_admin');
  const isSame =
    after.displayName === user.displayName &&
    after.isGlobalAdmin === user.isGlobalAdmin &&
    after.state === user.state &&
    sameRoles(after.agentRoles, user.agentRoles);
  return ok(isSame ? user : after);
}

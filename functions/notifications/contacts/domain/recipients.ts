/** A user of a partner, as far as mails need it. */
export interface PartnerUser {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly isActive: boolean;
}

/** Who answers for the company. */
export const ADMINS: readonly string[] = ['GlobalAdmin'];
/** Who works for its customers with every right. */
export const ADMIN_AGENTS: readonly string[] = ['AdminAgent'];
/** Who answers for the company, and who works for its customers. */
export const ADMINS_AND_AGENTS: readonly string[] = [...ADMINS, 'AdminAgent'];

/**
 * Who is told of a notice: the active users of the partner with one of some roles (NOT-2, on by default; DAP-3, always),
 * each address once. Users of partners are the only people whose addresses this context keeps, so that
 * nothing about commerce or billing can reach a customer (NOT-1).
 */
export function noticeRecipients(users: readonly PartnerUser[], told: readonly string[]): PartnerUser[] {
  const byAddress = new Map<string, PartnerUser>();
  for (const user of users)
    if (user.isActive && user.email !== '' && user.roles.some((role) => told.includes(role)))
      if (!byAddress.has(addressKey(user.email))) byAddress.set(addressKey(user.email), user);
  return [...byAddress.values()];
}

/** Addresses that differ only in case are one. */
export const addressKey = (address: string): string => address.trim().toLowerCase();

interface RelationshipState {
  readonly relationship: string;
  readonly delegatedAdmin: boolean;
}

/** DAP-3: an advisor from which the customer itself took delegated administration. */
export const hasLostDelegatedAdmin = (change: {
  readonly before: RelationshipState;
  readonly after: RelationshipState;
  readonly source: string;
}): boolean =>
  change.source === 'customer' &&
  change.before.relationship === 'advisor' &&
  change.before.delegatedAdmin &&
  !change.after.delegatedAdmin;

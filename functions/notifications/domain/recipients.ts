/** A user of a partner, as far as mails need it. */
export interface PartnerUser {
  readonly userId: string;
  readonly displayName: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly isActive: boolean;
}

const INVOICE_ROLES = ['GlobalAdmin', 'AdminAgent'];

/**
 * Who gets the mail about an invoice: the active global admins and admin agents of the invoiced partner (NOT-2, on by
 * default), each address once. Users of partners are the only people whose addresses this context keeps, so that
 * nothing about commerce or billing can reach a customer (NOT-1).
 */
export function invoiceRecipients(users: readonly PartnerUser[]): PartnerUser[] {
  const byAddress = new Map<string, PartnerUser>();
  for (const user of users)
    if (user.isActive && user.email !== '' && user.roles.some((role) => INVOICE_ROLES.includes(role)))
      if (!byAddress.has(addressKey(user.email))) byAddress.set(addressKey(user.email), user);
  return [...byAddress.values()];
}

/** Addresses that differ only in case are one. */
export const addressKey = (address: string): string => address.trim().toLowerCase();

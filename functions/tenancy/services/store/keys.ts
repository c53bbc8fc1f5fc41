import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- services --------------------------------------------------------------------------------------------------------
export interface HeldIds {
  readonly customerId: string;
  readonly family: string;
  readonly partnerId: string;
  readonly subscriptionId: string;
}
export const servicePartition = (customerId: string): string => `TENANCY#${customerId}#SERVICES`;
/** A subscription that gives a service of the family. */
export const heldKey = (ids: HeldIds): Key => ({
  pk: servicePartition(ids.customerId),
  sk: `${heldPrefix(ids)}${ids.subscriptionId}`,
});
/** One that gave one. */
export const goneKey = (ids: HeldIds): Key => ({
  pk: servicePartition(ids.customerId),
  sk: `SERVICE#${ids.family}#GONE#${ids.partnerId}#${ids.subscriptionId}`,
});
/** Those of all partners, or of one. */
export const heldPrefix = ({ family, partnerId }: { family: string; partnerId?: string }): string =>
  `SERVICE#${family}#HELD#${partnerId === undefined ? '' : `${partnerId}#`}`;
// --- domains ---------------------------------------------------------------------------------------------------------
export const customDomainPartition = (customerId: string): string => `TENANCY#${customerId}#DOMAINS`;
export const customDomainKey = (ids: { customerId: string; domain: string }): Key => ({
  pk: customDomainPartition(ids.customerId),
  sk: `DOMAIN#${ids.domain}`,
});

import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const policyPartition = (customerId: string): string => `TENANCY#${customerId}#POLICIES`;
export const policyKey = (ids: { partnerId: string; customerId: string }): Key => ({
  pk: policyPartition(ids.customerId),
  sk: `GRANTOR#${ids.partnerId}`,
});

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { customerPartition } from '../../buying/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Who are the partners of a customer? */
export const partnersPartition = (customerId: string): string => `COMMERCE#${customerId}#PARTNERS`;
const PARTNER_PREFIX = 'PARTNER#';
export const partnerOfCustomerKey = (of: { customerId: string; partnerId: string }): Key => ({
  pk: partnersPartition(of.customerId),
  sk: PARTNER_PREFIX + of.partnerId,
});
export const partnersOf = (customerId: string): Query => ({
  pk: partnersPartition(customerId),
  sk: { beginsWith: PARTNER_PREFIX },
  consistent: true,
});
/** Whom do customers of a partner phone or write to? */
export const supportKey = (partnerId: string): Key => ({ pk: `COMMERCE#${partnerId}#SUPPORT`, sk: 'SUPPORT' });
/** Was the end of a direct subscription asked of support? Once for each time that it began to run. */
export const cancellationKey = (of: { customerId: string; subscriptionId: string; activations: string }): Key => ({
  pk: customerPartition({ partnerId: DIRECT_CHANNEL, customerId: of.customerId }),
  sk: `CANCELLATION#${of.subscriptionId}#${of.activations}`,
});

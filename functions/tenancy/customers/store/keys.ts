import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { END, lower } from '../../program/index.ts';
import { type PairIds, pairPartition } from '../../relationships/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- customers -------------------------------------------------------------------------------------------------------
export const customerPartition = (customerId: string): string => `TENANCY#${customerId}#CUSTOMER`;
export const customerKey = (customerId: string): Key => ({ pk: customerPartition(customerId), sk: 'CUSTOMER' });
/** Index: all customers, as the operator lists them. */
export const customerListKeys = (customer: { customerId: string; companyName: string }) => ({
  gsi1pk: customerListPartition,
  gsi1sk: `${lower(customer.companyName)}${END}${customer.customerId}`,
});
export const customerListPartition = 'TENANCY#PROGRAM#CUSTOMERS';
/** Whom the partner bills for the customer, once it has changed that. */
export const billToKey = ({ partnerId, customerId }: PairIds): Key => ({
  pk: pairPartition(customerId),
  sk: `BILLTO#${partnerId}`,
});
// --- what commerce told us -----------------------------------------------------------------------------------------------
export const subscriptionPartition = (partnerId: string): string => `TENANCY#${partnerId}#SUBSCRIPTIONS`;
export const subscriptionKey = (ids: PairIds & { subscriptionId: string }): Key => ({
  pk: subscriptionPartition(ids.partnerId),
  sk: `${subscriptionPrefix(ids.customerId)}${ids.subscriptionId.toLowerCase()}`,
});
export const subscriptionPrefix = (customerId: string): string => `CUSTOMER#${customerId}#`;
/** Was the customer told that it can choose another partner than this one (PRG-9)? */
export const choiceOfferKey = (ids: PairIds): Key => ({
  pk: pairPartition(ids.customerId),
  sk: `CHOICE#${ids.partnerId}`,
});
/** All that is known of what the partner sold to the customer. */
export const soldTo = ({ partnerId, customerId }: PairIds): Query => ({
  pk: subscriptionPartition(partnerId),
  sk: { beginsWith: subscriptionPrefix(customerId) },
});

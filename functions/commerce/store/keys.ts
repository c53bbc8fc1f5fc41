import type { Key } from '../../../shared/dynamo/table.ts';

/** Keys by access pattern; README.md has one row per pattern. Every partition begins with `COMMERCE#`. */

const CATALOGUE = 'COMMERCE#PROGRAM#CATALOGUE';
const PRICE_LISTS = 'COMMERCE#PROGRAM#PRICELISTS';
const twoDigits = (n: number): string => String(n).padStart(2, '0');

export interface CustomerScope {
  readonly partnerId: string;
  readonly customerId: string;
}

export const catalogueHeadKey = (): Key => ({ pk: CATALOGUE, sk: 'HEAD' });
export const catalogueBucketKey = (bucket: number): Key => ({ pk: CATALOGUE, sk: `BUCKET#${twoDigits(bucket)}` });
/** Names an offer towards the outbox; the offer itself lives in its bucket. */
export const offerKey = (offerId: string): Key => ({ pk: CATALOGUE, sk: `OFFER#${offerId}` });

export const priceCalendarKey = (): Key => ({ pk: PRICE_LISTS, sk: 'CALENDAR' });
export const priceListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `LIST#${month}` });
export const priceListsPartition = { pk: PRICE_LISTS, prefix: 'LIST#' };
/** Names a published list towards the outbox. */
export const publishedListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `PUBLISHED#${month}` });
/** Prices of a pair, named by their content; those stored before they were so named stand under the pair alone. */
export const pairPricesKey = (month: string, pair: string, content?: string): Key => ({
  pk: `COMMERCE#PROGRAM#PRICES#${month}`,
  sk: content === undefined ? pair : `${pair}#${content}`,
});

/** Everything that one partner sold to one customer. */
export const customerPartition = ({ partnerId, customerId }: CustomerScope): string =>
  `COMMERCE#${partnerId}#CUSTOMER#${customerId}`;
export const ORDER_PREFIX = 'ORDER#';
export const SUBSCRIPTION_PREFIX = 'SUB#';
export const CART_PREFIX = 'CART#';
export const orderKey = (scope: CustomerScope & { orderId: string }): Key => ({
  pk: customerPartition(scope),
  sk: ORDER_PREFIX + scope.orderId,
});
export const subscriptionKey = (scope: CustomerScope & { subscriptionId: string }): Key => ({
  pk: customerPartition(scope),
  sk: SUBSCRIPTION_PREFIX + scope.subscriptionId,
});
/** Index 2: all that a partner sold, by customer and subscription. */
export const partnerSubscriptionsPartition = (partnerId: string): string => `COMMERCE#${partnerId}#SUBSCRIPTIONS`;
export const partnerSubscriptionsIndex = (of: CustomerScope & { subscriptionId: string }) => ({
  gsi2pk: partnerSubscriptionsPartition(of.partnerId),
  gsi2sk: `${of.customerId}#${of.subscriptionId}`,
});
export const cartKey = (scope: CustomerScope & { cartId: string }): Key => ({
  pk: customerPartition(scope),
  sk: CART_PREFIX + scope.cartId,
});
/** Serializes purchases of limited offers; holds the orders whose subscriptions are still to be made. */
export const purchasesKey = (scope: CustomerScope): Key => ({ pk: customerPartition(scope), sk: 'PURCHASES' });
/** History of a subscription: its outbox items, oldest first. */
export const historyPrefix = (subscriptionId: string): string => `OUTBOX#${SUBSCRIPTION_PREFIX}${subscriptionId}#`;

export const seatCapKey = (customerId: string, offerId: string): Key => ({
  pk: `COMMERCE#${customerId}#SEATS`,
  sk: `OFFER#${offerId}`,
});
export const inventoryKey = (offerId: string): Key => ({ pk: 'COMMERCE#PROGRAM#INVENTORY', sk: `OFFER#${offerId}` });

export const standingKey = (partnerId: string): Key => ({ pk: `COMMERCE#${partnerId}#STANDING`, sk: 'STANDING' });
export const networkIdKey = (networkId: string): Key => ({ pk: 'COMMERCE#PROGRAM#NETWORK', sk: `MPN#${networkId}` });
export const partnershipKey = (providerId: string, networkId: string): Key => ({
  pk: `COMMERCE#${providerId}#RESELLERS`,
  sk: `MPN#${networkId}`,
});

/** Work that falls due, sorted by when; spread over a few partitions of index 1. */
export type DueKind = 'RENEWAL' | 'DEPROVISION' | 'CARTEXPIRY';
const DUE_SHARDS = 4;
const shardOf = (id: string): number => Number.parseInt(id.slice(-4), 16) % DUE_SHARDS;
export const duePartitions = (kind: DueKind): string[] =>
  Array.from({ length: DUE_SHARDS }, (_, shard) => `COMMERCE#DUE#${kind}#${shard}`);
export const dueIndex = (kind: DueKind, id: string, dueAt: string): { gsi1pk: string; gsi1sk: string } => ({
  gsi1pk: `COMMERCE#DUE#${kind}#${shardOf(id)}`,
  gsi1sk: `${dueAt}#${id}`,
});

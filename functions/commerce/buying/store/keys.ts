import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export interface CustomerScope {
  readonly partnerId: string;
  readonly customerId: string;
}
/** Since when metered use has a price in a currency and region. */
export const rateCardKey = (currency: string, region: string): Key => ({
  pk: 'COMMERCE#PROGRAM#RATECARDS',
  sk: `CARD#${currency}#${region}`,
});
/** Everything that one partner sold to one customer. */
export const customerPartition = ({ partnerId, customerId }: CustomerScope): string =>
  `COMMERCE#${partnerId}#CUSTOMER#${customerId}`;
/** Serializes purchases of limited offers; holds the orders whose subscriptions are still to be made. */
export const purchasesKey = (scope: CustomerScope): Key => ({ pk: customerPartition(scope), sk: 'PURCHASES' });
export const seatCapPartition = (customerId: string): string => `COMMERCE#${customerId}#SEATS`;
export const seatCapKey = (customerId: string, offerId: string): Key => ({
  pk: seatCapPartition(customerId),
  sk: `OFFER#${offerId}`,
});
export const inventoryKey = (offerId: string): Key => ({ pk: 'COMMERCE#PROGRAM#INVENTORY', sk: `OFFER#${offerId}` });
export const inventoryShardKey = (shard: string, offerId: string): Key => ({
  pk: `COMMERCE#PROGRAM#INVENTORY#${shard}`,
  sk: `OFFER#${offerId}`,
});
export const standingKey = (partnerId: string): Key => ({ pk: `COMMERCE#${partnerId}#STANDING`, sk: 'STANDING' });
export const networkIdKey = (networkId: string): Key => ({ pk: 'COMMERCE#PROGRAM#NETWORK', sk: `MPN#${networkId}` });
export const partnershipKey = (providerId: string, networkId: string): Key => ({
  pk: `COMMERCE#${providerId}#RESELLERS`,
  sk: `MPN#${networkId}`,
});

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Part of a partner's key space: customers from `from` on, up to `to` (absent: to the end). */
export interface KeyRange {
  readonly from: string;
  readonly to?: string;
}
/** An empty `from` is the beginning; `to` itself is the id of nothing, so it may be part of "between". */
export function sortRange({ from, to }: KeyRange): Pick<Query, 'sk'> {
  if (to === undefined) return from === '' ? {} : { sk: { from } };
  return from === '' ? { sk: { before: to } } : { sk: { between: [from, to] } };
}
/** Names of a partner's customers in the order of its subscriptions. */
export const customerNameKey = (partnerId: string, customerId: string): Key => ({
  pk: `BILLING#${partnerId}#CUSTOMERS`,
  sk: customerId,
});
export const customerNamesQuery = (partnerId: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#CUSTOMERS`,
  ...sortRange(range),
});
/** What a customer is called now, and which partners must hear of it. */
export const customerKey = (customerId: string): Key => ({ pk: `BILLING#${customerId}#CUSTOMER`, sk: 'PROFILE' });
export const customerPartnerKey = (customerId: string, partnerId: string): Key => ({
  pk: `BILLING#${customerId}#CUSTOMER`,
  sk: `PARTNER#${partnerId}`,
});
export const customerPartnersQuery = (customerId: string): Query => ({
  pk: `BILLING#${customerId}#CUSTOMER`,
  sk: { beginsWith: 'PARTNER#' },
  consistent: true,
});
export const offerKey = (offerId: string): Key => ({ pk: 'BILLING#PROGRAM#OFFERS', sk: offerId });
export const offersQuery = (): Query => ({ pk: 'BILLING#PROGRAM#OFFERS' });
export const accountKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#ACCOUNT`, sk: 'PROFILE' });
/** What was agreed with the partner. */
export const termsKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#ACCOUNT`, sk: 'TERMS' });
export const balanceKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#ACCOUNT`, sk: 'BALANCE' });
/** Index of accounts with invoices that may not have what is theirs yet, over all partners. */
export const unsettledIndex = (partnerId: string) => ({ gsi1pk: 'BILLING#PROGRAM#UNSETTLED', gsi1sk: partnerId });
export const unsettledQuery = (): Query => ({ index: 'gsi1', pk: 'BILLING#PROGRAM#UNSETTLED' });
/** A movement of money, once. */
export const movementKey = (partnerId: string, { on, key }: { on: Day; key: string }): Key => ({
  pk: `BILLING#${partnerId}#JOURNAL`,
  sk: `${on}#${key}`,
});
/** A partner's movements from a day on, oldest first. */
export const movementsQuery = (partnerId: string, from = '0'): Query => ({
  pk: `BILLING#${partnerId}#JOURNAL`,
  sk: { from },
  consistent: true,
});
/** A billing period by its billing date: the day after its last. */
export const periodKey = (partnerId: string, billingOn: Day): Key => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  sk: billingOn,
});
export const latestPeriodQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  descending: true,
  limit: 1,
  consistent: true,
});
/** The last of a partner's periods up to a billing date. */
export const latestPeriodUpToQuery = (partnerId: string, through: Day): Query => ({
  ...periodsQuery(partnerId, through),
  descending: true,
  limit: 1,
});
/** A partner's periods up to a billing date, oldest first. */
export const periodsQuery = (partnerId: string, through: Day): Query => ({
  pk: `BILLING#${partnerId}#PERIODS`,
  sk: { between: ['0', through] },
  consistent: true,
});
/** Index of periods that are not invoiced yet, by billing date, over all partners. */
export const dueIndex = (partnerId: string, billingOn: Day) => ({
  gsi1pk: 'BILLING#PROGRAM#DUE',
  gsi1sk: `${billingOn}#${partnerId}`,
});
export const dueQuery = (through: Day): Query => ({
  index: 'gsi1',
  pk: 'BILLING#PROGRAM#DUE',
  sk: { before: `${through}~` },
});

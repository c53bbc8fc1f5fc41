import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { type KeyRange, sortRange } from '../../accounts/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** One named function per access pattern; the README has the table. Every key begins with `BILLING#`. */

interface SubscriptionIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}
export const subscriptionKey = ({ partnerId, customerId, subscriptionId }: SubscriptionIds): Key => ({
  pk: `BILLING#${partnerId}#SUBSCRIPTIONS`,
  sk: `${customerId}#${subscriptionId}`,
});
/** A partner's subscriptions by customer and subscription: what a run reads. */
export const subscriptionsQuery = (partnerId: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#SUBSCRIPTIONS`,
  ...sortRange(range),
  consistent: true,
});
/** Saves of a subscription that had too many, a page of them; pages sort in the order in which they were filled. */
const PAGE_DIGITS = 5;
export const historyPageKey = (ids: SubscriptionIds, page: number): Key => ({
  pk: `BILLING#${ids.partnerId}#HISTORIES`,
  sk: `${ids.customerId}#${ids.subscriptionId}#${String(page).padStart(PAGE_DIGITS, '0')}`,
});
export const historyPagesQuery = ({ partnerId, customerId, subscriptionId }: SubscriptionIds): Query => ({
  pk: `BILLING#${partnerId}#HISTORIES`,
  sk: { beginsWith: `${customerId}#${subscriptionId}#` },
  consistent: true,
});
/** What a person must look at, over all partners: subscriptions that invoices leave out, saves that came too late. */
export const caseKey = ({ partnerId, customerId, subscriptionId }: SubscriptionIds, kind: string): Key => ({
  pk: 'BILLING#PROGRAM#CASES',
  sk: `${partnerId}#${customerId}#${subscriptionId}#${kind}`,
});
export const casesQuery = (partnerId?: string): Query => ({
  pk: 'BILLING#PROGRAM#CASES',
  ...(partnerId !== undefined && { sk: { beginsWith: `${partnerId}#` } }),
});
/** What the subscriptions of customers that begin with a hex digit weigh: ranges are cut by it. */
export const sizeKey = (partnerId: string, digit: string): Key => ({ pk: `BILLING#${partnerId}#SIZES`, sk: digit });
export const sizesQuery = (partnerId: string): Query => ({ pk: `BILLING#${partnerId}#SIZES` });

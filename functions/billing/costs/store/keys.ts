import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

interface Pair {
  readonly partnerId: string;
  readonly customerId: string;
}

/** What a partner's customer may spend, and has spent in the open period. */
export const spendingKey = (partnerId: string, customerId: string): Key => ({
  pk: `BILLING#${partnerId}#SPENDING`,
  sk: `CUSTOMER#${customerId}`,
});
/** Those of all customers of a partner, by customer. */
export const spendingsQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#SPENDING`,
  sk: { beginsWith: 'CUSTOMER#' },
});
/** Index of spending by when it is to be looked at again, over all partners. */
export const spendingLookIndex = ({ partnerId, customerId }: Pair, lookAt: Instant) => ({
  gsi1pk: 'BILLING#PROGRAM#SPENDINGLOOK',
  gsi1sk: `${lookAt}#${partnerId}#${customerId}`,
});
export const spendingLooksQuery = (before: Instant): Query => ({
  index: 'gsi1',
  pk: 'BILLING#PROGRAM#SPENDINGLOOK',
  sk: { before: `${before}~` },
});
/** A usage-based subscription with its running cost. */
export const meteredKey = ({
  partnerId,
  customerId,
  subscriptionId,
}: Pair & { readonly subscriptionId: string }): Key => ({
  pk: `BILLING#${partnerId}#METERED`,
  sk: `${customerId}#${subscriptionId}`,
});
export const meteredQuery = ({ partnerId, customerId }: Pair): Query => ({
  pk: `BILLING#${partnerId}#METERED`,
  sk: { beginsWith: `${customerId}#` },
  consistent: true,
});

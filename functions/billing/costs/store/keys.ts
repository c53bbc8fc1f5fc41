import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

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

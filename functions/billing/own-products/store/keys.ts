import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const productKey = (partnerId: string, productId: string): Key => ({
  pk: `BILLING#${partnerId}#PRODUCTS`,
  sk: `PRODUCT#${productId}`,
});
/** A partner's own products, by id. */
export const productsQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#PRODUCTS`,
  sk: { beginsWith: 'PRODUCT#' },
});

const assignmentPartition = (partnerId: string): string => `BILLING#${partnerId}#ASSIGNMENTS`;

export const assignmentKey = (of: { partnerId: string; customerId: string; assignmentId: string }): Key => ({
  pk: assignmentPartition(of.partnerId),
  sk: `${of.customerId}#${of.assignmentId}`,
});
/** What a customer has, or had, of a partner's products, by id. */
export const assignmentsQuery = (partnerId: string, customerId: string): Query => ({
  pk: assignmentPartition(partnerId),
  sk: { beginsWith: `${customerId}#` },
});

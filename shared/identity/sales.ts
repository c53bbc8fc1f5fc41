import type { Key, Write } from '../dynamo/table.ts';

/**
 * The sales record of a partner and a customer: how often something that the one sold to the other began to run. It is
 * the counterpart of the access records: commerce adds to it in the transaction of every purchase, and tenancy, which
 * learns of subscriptions by events that may be late, ends a relationship on condition that it knows of every one. So of
 * a purchase and a removal at once exactly one goes through. Nobody reads it.
 *
 * Only what runs by itself counts: an add-on runs no longer than its base.
 */
const salesKey = ({ partnerId, customerId }: SalesIds): Key => ({ pk: `SALES#${partnerId}#CUSTOMERS`, sk: customerId });

export interface SalesIds {
  readonly partnerId: string;
  readonly customerId: string;
}

/** The write that counts subscriptions which begin to run, for the transaction in which they are bought. */
export const saleWrite = (ids: SalesIds, began: number): Write => ({
  update: salesKey(ids),
  add: { activations: began },
});

/** The write that fails when more began to run than the `known` ones. */
export const noFurtherSales = (ids: SalesIds, known: number): Write => ({
  check: salesKey(ids),
  if: { kind: 'absentOrLess', attribute: 'activations', value: known + 1 },
});

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** A payment among those of its partner, by the day on which it came. */
export const paymentKey = (
  partnerId: string,
  { receivedOn, paymentId }: { receivedOn: Day; paymentId: string },
): Key => ({
  pk: `BILLING#${partnerId}#PAYMENTS`,
  sk: `${receivedOn}#${paymentId}`,
});
/** What the sort key of a payment says. */
export const paymentAt = (sk: string): { readonly receivedOn: Day; readonly paymentId: string } => {
  const [receivedOn = '', paymentId = ''] = sk.split('#');
  return { receivedOn: receivedOn as Day, paymentId };
};
/** Newest first; their outbox items sort behind the days. */
export const paymentsQuery = (partnerId: string): Query => ({
  pk: `BILLING#${partnerId}#PAYMENTS`,
  sk: { between: ['0', '9~'] },
  descending: true,
});
/** Where a payment lies: its id follows from its reference, so that a reference is used once. */
export const paymentIdKey = (partnerId: string, paymentId: string): Key => ({
  pk: `BILLING#${partnerId}#PAYMENTIDS`,
  sk: paymentId,
});

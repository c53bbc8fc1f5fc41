import type { Key } from '../../../../shared/dynamo/table.ts';

/**
 * Keys by access pattern; the README of the context has a row for each. A partition holds a month: a log of thirty days
 * lies in two at most, one of thirteen months in fourteen, and none grows for ever. All that is written goes to the present
 * one, as it would with a partition per day; what that takes, and who holds it back, is in the README.
 */
interface InMonth {
  /** `yyyy-MM` */
  readonly month: string;
  readonly changedAt: string;
  readonly eventId: string;
  readonly operation: string;
}
const sortKey = ({ changedAt, eventId, operation }: InMonth): string => `${changedAt}#${eventId}#${operation}`;

/** What a partner did, and what happened to it. */
export const partnerLogPartition = ({ partnerId, month }: { partnerId: string; month: string }): string =>
  `TENANCY#${partnerId}#AUDIT#${month}`;
export const partnerLogKey = (of: InMonth & { readonly partnerId: string }): Key => ({
  pk: partnerLogPartition(of),
  sk: sortKey(of),
});

/** What was done in a customer's tenant, by whomever. */
export const customerLogPartition = ({ customerId, month }: { customerId: string; month: string }): string =>
  `TENANCY#${customerId}#AUDITED#${month}`;
export const customerLogKey = (of: InMonth & { readonly customerId: string }): Key => ({
  pk: customerLogPartition(of),
  sk: sortKey(of),
});

/** Everything. */
export const programLogPartition = ({ month }: { month: string }): string => `TENANCY#PROGRAM#AUDIT#${month}`;
export const programLogKey = (of: InMonth): Key => ({ pk: programLogPartition(of), sk: sortKey(of) });

/** What the sort key of a record tells. */
export function sortKeyParts(sk: string): { at: string; eventId: string; operation: string } {
  const [at = '', eventId = '', operation = ''] = sk.split('#');
  return { at, eventId, operation };
}

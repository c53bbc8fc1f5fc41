import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Whose book: a partner's own, or what it has for one customer. */
export interface BookScope {
  readonly partnerId: string;
  readonly customerId?: string | undefined;
}

const bookPartition = (partnerId: string): string => `BILLING#${partnerId}#PRICEBOOKS`;
const placeOf = ({ customerId }: BookScope): string => (customerId ? `CUSTOMER#${customerId}` : 'OWN');

/** What it says from a day on. */
export const bookVersionKey = (scope: BookScope, from: Day): Key => ({
  pk: bookPartition(scope.partnerId),
  sk: `${placeOf(scope)}#${from}`,
});
/** The version in force on a day, consistently; without a day the latest one. */
export const bookInForceQuery = (scope: BookScope, on?: Day): Query => ({
  pk: bookPartition(scope.partnerId),
  sk: { between: [`${placeOf(scope)}#`, `${placeOf(scope)}#${on ?? '9999-12-31'}`] },
  ...{ descending: true, limit: 1, consistent: true },
});
/** All versions of one customer, oldest first: to erase and to export them. */
export const customerBooksQuery = (partnerId: string, customerId: string): Query => ({
  pk: bookPartition(partnerId),
  sk: { beginsWith: `${placeOf({ partnerId, customerId })}#` },
});

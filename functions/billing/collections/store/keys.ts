import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** What collections know of a partner. */
export const collectionsKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#COLLECTIONS`, sk: 'STATE' });
/** Index of partners by the day on which something is to be done about what they owe. */
export const lookIndex = (partnerId: string, lookOn: Day) => ({
  gsi1pk: 'BILLING#PROGRAM#COLLECTIONS',
  gsi1sk: `${lookOn}#${partnerId}`,
});
export const looksQuery = (through: Day): Query => ({
  index: 'gsi1',
  pk: 'BILLING#PROGRAM#COLLECTIONS',
  sk: { before: `${through}~` },
});
/** How far collections have come with an invoice. */
export const progressKey = (partnerId: string, invoiceId: string): Key => ({
  pk: `BILLING#${partnerId}#COLLECTIONS`,
  sk: `INVOICE#${invoiceId}`,
});
/** A case, by its id alone. */
export const caseKey = (caseId: string): Key => ({ pk: `BILLING#${caseId}#COLLECTIONSCASE`, sk: 'CASE' });
/** Index of all cases, by the day on which they opened. */
export const caseIndex = ({ caseId, openedOn }: { caseId: string; openedOn: Day }) => ({
  gsi1pk: 'BILLING#PROGRAM#COLLECTIONSCASES',
  gsi1sk: `${openedOn}#${caseId}`,
});
/** Newest first. */
export const casesQuery = (): Query => ({
  index: 'gsi1',
  pk: 'BILLING#PROGRAM#COLLECTIONSCASES',
  descending: true,
});

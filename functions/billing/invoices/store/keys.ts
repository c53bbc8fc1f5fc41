import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type KeyRange, sortRange } from '../../accounts/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PART_DIGITS = 5;
export const partKey = (partnerId: string, billingOn: Day, range: number): Key => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: `${billingOn}#${String(range).padStart(PART_DIGITS, '0')}`,
});
/** The parts of a period's reconciliation file, in order. */
export const partsQuery = (partnerId: string, billingOn: Day): Query => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: { beginsWith: `${billingOn}#` },
  consistent: true,
});
/** An invoice by its billing date: there can be only one. */
export const invoiceKey = (partnerId: string, billingOn: Day): Key => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: billingOn,
});
/** A partner's invoices of some dates, newest first; their outbox items sort behind the dates. */
export const invoicesQuery = (partnerId: string, from = '0', to = '9~'): Query => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: { between: [from, to] },
  descending: true,
});
/** Whose invoice a number is: numbers are unique in the program. */
export const numberKey = (invoiceId: string): Key => ({ pk: 'BILLING#PROGRAM#NUMBERS', sk: invoiceId });
/** Days of a metered subscription that invoices left out. */
export const usageAsideKey = (ids: { partnerId: string; customerId: string; subscriptionId: string }): Key => ({
  pk: `BILLING#${ids.partnerId}#USAGE-ASIDE`,
  sk: `${ids.customerId}#${ids.subscriptionId}`,
});
export const usageAsidesQuery = (partnerId: string, range: KeyRange): Query => ({
  pk: `BILLING#${partnerId}#USAGE-ASIDE`,
  ...sortRange(range),
  consistent: true,
});

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type KeyRange, sortRange } from '../../accounts/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PART_DIGITS = 5;
const PIECE_DIGITS = 3;
const rangeText = (documentId: string, range: number): string =>
  `${documentId}#${String(range).padStart(PART_DIGITS, '0')}`;
/** `documentId`: a billing date, or what has lines of its own. `piece`: of a range that has very many lines. */
export const partKey = (partnerId: string, documentId: string, range: number, piece = 0): Key => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: rangeText(documentId, range) + (piece === 0 ? '' : `.${String(piece).padStart(PIECE_DIGITS, '0')}`),
});
/** The parts of one range, in order. */
export const rangePartsQuery = (partnerId: string, documentId: string, range: number): Query => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: { beginsWith: rangeText(documentId, range) },
  consistent: true,
});
/** The parts of a period's reconciliation file, or of a document's, in order. */
export const partsQuery = (partnerId: string, documentId: string): Query => ({
  pk: `BILLING#${partnerId}#PARTS`,
  sk: { beginsWith: `${documentId}#` },
  consistent: true,
});
/** The parts of a note that has lines of its own. */
export const noteDocument = (noteId: string): string => `NOTE#${noteId}`;

const COUNT_DIGITS = 3;
const counted = (count: number): string => String(count).padStart(COUNT_DIGITS, '0');
const issueText = (billingOn: Day, issue = 0): string => (issue === 0 ? billingOn : `${billingOn}@${counted(issue)}`);

/** An invoice by its billing date: there is one of the run, and those that stand in the place of one that was voided. */
export const invoiceKey = (partnerId: string, billingOn: Day, issue = 0): Key => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: issueText(billingOn, issue),
});
/** The day that the sort key of an invoice begins with. */
export const billingDayOf = (sk: string): string => sk.slice(0, '2026-11-30'.length);
/** A note on an invoice. */
export const noteKey = (partnerId: string, of: { billingOn: Day; issue?: number }, noteNo: number): Key => ({
  pk: `BILLING#${partnerId}#NOTES`,
  sk: `${issueText(of.billingOn, of.issue)}!${counted(noteNo)}`,
});
/** Sort key of the invoice that a note is on. */
export const amendedOf = (sk: string): string => sk.slice(0, sk.indexOf('!'));
/** The notes on all invoices from one to another, by the sort keys of these, in order. */
export const notesQuery = (partnerId: string, from: string, to: string): Query => ({
  pk: `BILLING#${partnerId}#NOTES`,
  sk: { between: [`${from}!`, `${to}!~`] },
});
/** The notes on all invoices of later dates than a day, in order; their outbox items sort behind the dates. */
export const notesBehindQuery = (partnerId: string, on: Day): Query => ({
  pk: `BILLING#${partnerId}#NOTES`,
  sk: { between: [`${on}~`, '9~'] },
  consistent: true,
});
/** A partner's invoices of some dates, newest first; their outbox items sort behind the dates. */
export const invoicesQuery = (partnerId: string, from = '0', to = '9'): Query => ({
  pk: `BILLING#${partnerId}#INVOICES`,
  sk: { between: [from, `${to}~`] },
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
/** Index of documents that are issued and not written yet, over all partners. */
export const unwrittenIndex = (partnerId: string, invoiceId: string) => ({
  gsi1pk: 'BILLING#PROGRAM#UNWRITTEN',
  gsi1sk: `${partnerId}#${invoiceId}`,
});
export const unwrittenQuery = (): Query => ({ index: 'gsi1', pk: 'BILLING#PROGRAM#UNWRITTEN' });

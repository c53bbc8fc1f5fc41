import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PART_DIGITS = 5;
const ROW_DIGITS = 7;
export const partText = (part: number): string => String(part).padStart(PART_DIGITS, '0');

/** A version of a rule by the day on which it begins. */
export const ruleKey = (ruleId: string, effectiveFrom: Day): Key => ({
  pk: 'BILLING#PROGRAM#INCENTIVES',
  sk: `RULE#${ruleId}#${effectiveFrom}`,
});
/** All versions of one rule, or of all. */
export const rulesQuery = (ruleId?: string): Query => ({
  pk: 'BILLING#PROGRAM#INCENTIVES',
  sk: { beginsWith: ruleId === undefined ? 'RULE#' : `RULE#${ruleId}#` },
  consistent: true,
});
/** How far the counting of an issued document is, and what each of its parts came to. */
export const accrualKey = (partnerId: string, documentId: string): Key => ({
  pk: `BILLING#${partnerId}#ACCRUALS`,
  sk: documentId,
});
export const accruedPartKey = (partnerId: string, documentId: string, part: number): Key => ({
  pk: `BILLING#${partnerId}#ACCRUALS`,
  sk: `${documentId}#${partText(part)}`,
});
export const accruedPartsQuery = (partnerId: string, documentId: string): Query => ({
  pk: `BILLING#${partnerId}#ACCRUALS`,
  sk: { beginsWith: `${documentId}#` },
  consistent: true,
});
/** Index of documents that are not counted yet, over all partners. */
export const pendingIndex = (partnerId: string, documentId: string) => ({
  gsi1pk: 'BILLING#PROGRAM#ACCRUALS',
  gsi1sk: `${partnerId}#${documentId}`,
});
export const pendingQuery = (): Query => ({ index: 'gsi1', pk: 'BILLING#PROGRAM#ACCRUALS' });

/** What a document earned, by its day. */
export const earnedKey = (partnerId: string, { earnedOn, documentId }: { earnedOn: Day; documentId: string }): Key => ({
  pk: `BILLING#${partnerId}#EARNINGS`,
  sk: `${earnedOn}#${documentId}`,
});
/** A partner's earning documents whose sort keys lie between two texts, both included. */
export const earnedQuery = (partnerId: string, [from, to]: readonly [string, string], descending: boolean): Query => ({
  pk: `BILLING#${partnerId}#EARNINGS`,
  sk: { between: [from, to] },
  descending,
});
/** A single earning that was paid out. */
export const paidEarningKey = (partnerId: string, documentId: string, place: { part: number; row: number }): Key => ({
  pk: `BILLING#${partnerId}#PAID-EARNINGS`,
  sk: `${documentId}#${partText(place.part)}#${String(place.row).padStart(ROW_DIGITS, '0')}`,
});
/** Those of one part of a document, in order. */
export const paidEarningsQuery = (partnerId: string, documentId: string, part: number): Query => ({
  pk: `BILLING#${partnerId}#PAID-EARNINGS`,
  sk: { beginsWith: `${documentId}#${partText(part)}#` },
});
/** The row of such a key. */
export const rowOfPaid = (sk: string): number => Number(sk.slice(-ROW_DIGITS));
/** A payout, once for its reference. */
export const payoutKey = (payoutId: string): Key => ({ pk: 'BILLING#PROGRAM#PAYOUTS', sk: payoutId });

/** What a document was billed for, by its month and partner; `chunk`: of very many countries and families. */
export const revenueKey = (
  month: string,
  { partnerId, on, documentId, chunk }: { partnerId: string; on: Day; documentId: string; chunk: number },
): Key => ({
  pk: `BILLING#PROGRAM#REVENUE#${month}`,
  sk: `${partnerId}#${on}#${documentId}#${partText(chunk)}`,
});
/** Documents of a month by partner, from a sort key on, or up to one. */
export const revenueQuery = (month: string, [from, to]: readonly [string, string], descending: boolean): Query => ({
  pk: `BILLING#PROGRAM#REVENUE#${month}`,
  sk: { between: [from, to] },
  descending,
});

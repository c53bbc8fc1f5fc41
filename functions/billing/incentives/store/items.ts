import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Revenue } from '../domain/revenue.ts';
import type { RuleVersion } from '../domain/rule.ts';

/** A version of a rule. */
export const ruleItem = storedKind<RuleVersion & { readonly version: number }>({
  kind: 'incentiveRule',
  shape: 1,
  upgrades: [],
});

/** An issued document that is to be counted, or was. */
export interface Accrual {
  readonly partnerId: string;
  readonly documentId: string;
  readonly state: 'pending' | 'counted';
}
export const accrualItem = storedKind<Accrual>({ kind: 'billingAccrual', shape: 1, upgrades: [] });

/** Country, family, subtotal and tax; amounts in minor units as texts. */
export type StoredRevenue = readonly (readonly [country: string, family: string, subtotal: string, tax: string])[];
export const revenueTexts = (rows: readonly Revenue[]): StoredRevenue =>
  rows.map(({ country, family, subtotal, tax }) => [country, family, String(subtotal), String(tax)]);
export const readRevenue = (rows: StoredRevenue): readonly Revenue[] =>
  rows.map(([country, family, subtotal, tax]) => ({ country, family, subtotal: BigInt(subtotal), tax: BigInt(tax) }));

/** What one part of a document came to. Amounts in minor units as texts. */
export interface StoredPart {
  /** Earnings that are not 0, and the object that they lie in. */
  readonly count: number;
  readonly transaction: string;
  readonly earned: string;
  readonly key?: string;
  readonly revenue: StoredRevenue;
}
export const accruedPartItem = storedKind<StoredPart>({ kind: 'billingAccruedPart', shape: 1, upgrades: [] });

/** What the lines of a document earn its partner. Amounts in minor units as texts. */
export interface StoredEarned {
  readonly documentId: string;
  readonly earnedOn: Day;
  /** The invoice that decides whether it is payable: the document itself, or the one that a note is on. */
  readonly invoiceOn: Day;
  readonly issue?: number;
  /** Network id that its lines bear; absent: the partner had none. */
  readonly mpnId?: string;
  readonly currency: string;
  readonly count: number;
  readonly transaction: string;
  readonly earned: string;
  /** Objects with its earnings, by number of the part: as many of them, and where they lie. */
  readonly parts: readonly { readonly part: number; readonly count: number; readonly key: string }[];
  readonly version: number;
  /** Earnings that were paid out one by one, and what they came to. */
  readonly paidCount: number;
  readonly paid: string;
  /** The payout that paid all others. */
  readonly payoutId?: string;
}
export const earnedItem = storedKind<StoredEarned>({ kind: 'incentivesEarned', shape: 1, upgrades: [] });

/** One earning was paid out by itself. */
export const paidEarningItem = storedKind<{ readonly payoutId: string }>({
  kind: 'incentivePaid',
  shape: 1,
  upgrades: [],
});

/** Money that went to a partner for what it earned. */
export interface StoredPayout {
  readonly payoutId: string;
  readonly reference: string;
  readonly partnerId: string;
  readonly mpnId: string;
  readonly currency: string;
  readonly minorUnits: string;
  readonly earningCount: number;
  readonly paidOn: Day;
  /** Tells what was paid from another payout of the same reference. */
  readonly content: string;
}
export const payoutItem = storedKind<StoredPayout>({ kind: 'incentivePayout', shape: 1, upgrades: [] });

/** What a document was billed for, or some of it where that is very much. */
export const revenueItem = storedKind<{
  readonly partnerId: string;
  readonly documentId: string;
  readonly on: Day;
  readonly currency: string;
  readonly rows: StoredRevenue;
}>({ kind: 'billedRevenue', shape: 1, upgrades: [] });

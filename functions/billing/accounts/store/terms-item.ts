import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { TaxRate } from '../domain/tax.ts';

/** L8: what is done about an invoice once it is so many days late. */
export interface CollectionsStep {
  readonly daysLate: number;
  readonly action: 'reminder' | 'notice' | 'suspendOrdering';
}

/** What was agreed with a partner. */
export interface BillingTerms {
  /** Days from an invoice until it is due (D12). */
  readonly paymentTermDays: number;
  /** M4: 0 to 100 as decimal text. */
  readonly taxRatePercent: string;
  /** The rate of the periods from a day on, where another one was set. */
  readonly taxRateNext?: TaxRate;
  /** M7: in minor units as text. Absent: there is none. */
  readonly creditLimit?: string;
  /** In order of the days. */
  readonly collectionsSteps: readonly CollectionsStep[];
}

interface StoredTerms extends BillingTerms {
  readonly version: number;
}

export const termsItem = storedKind<StoredTerms>({ kind: 'billingTerms', shape: 1, upgrades: [] });

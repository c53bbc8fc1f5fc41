import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { SubscriptionIds } from './subscription-store.ts';

/** Why a person must look at a subscription. All but `tooLate` leave it out of invoices until they are over. */
export type CaseReason = 'renewalMissing' | 'saveMissing' | 'brokenHistory' | 'usageUnrated' | 'tooLate';

/** A subscription that invoices leave out, or a save of it that came too late to count in full. */
export interface BillingCase extends SubscriptionIds {
  readonly reason: CaseReason;
  /** What was found, in words. */
  readonly detail: string;
  /** First day that no invoice covers; of a late save, the first that it did not change any more. */
  readonly fromOn: Day;
  /** When it was found, or last found again. */
  readonly foundAt: Instant;
  /** Version of the save that came too late. */
  readonly version?: number;
}

export const caseItem = storedKind<BillingCase>({ kind: 'billingCase', shape: 1, upgrades: [] });

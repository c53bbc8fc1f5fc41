import { storedFile } from '../../../../shared/dynamo/stored-kind.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { CaseReason, SubscriptionIds } from '../../history/index.ts';

/**
 * What a range of a run leaves out, and what it has again. It is written down with the part of the file before anything
 * follows from it: of two workers that saw a subscription differently, the part that stands says what holds.
 */
export interface LeftOut {
  readonly aside: readonly AsideNote[];
  /** Subscriptions that earlier invoices left out and this one has. */
  readonly mended: readonly Pick<SubscriptionIds, 'customerId' | 'subscriptionId'>[];
  /** Metered subscriptions whose usage is left out; they keep the days themselves. */
  readonly usageAside?: readonly AsideNote[];
}

export interface AsideNote extends Pick<SubscriptionIds, 'customerId' | 'subscriptionId'> {
  readonly reason: CaseReason;
  readonly detail: string;
  /** All days that no invoice has: those of this period, and of those before that left it out too. */
  readonly days: DayPeriod;
}

export const leftOutFile = storedFile<LeftOut>({ kind: 'leftOut', shape: 2, upgrades: [(record) => record] });

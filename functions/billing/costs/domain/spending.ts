import type { Day, Instant } from '../../../../shared/kernel/time.ts';

/** What the metered use of a customer costs in the open period so far, computed from all of its usage. */
export interface RunningCost {
  /** The billing period, [start, end). */
  readonly start: Day;
  readonly end: Day;
  /** Before tax, after discounts; exact decimal text. */
  readonly total: string;
  readonly currency: string;
  /** The same in US dollars; `0` where no exchange rate says it. */
  readonly usd: string;
  /** Whether anything was used in the period: then rates that are published later may change what it costs. */
  readonly isUsed: boolean;
  /** When it was last computed. */
  readonly at: Instant;
}

/** What a partner lets a customer spend on metered use, what that costs so far, and who was told of it. */
export interface Spending {
  readonly partnerId: string;
  readonly customerId: string;
  readonly version: number;
  /** Exact decimal text in the partner's billing currency; absent: no budget. */
  readonly budget?: string;
  /** Absent as long as the customer has no usage-based subscription. */
  readonly cost?: RunningCost;
  /** When people were last told that the budget is nearly used up. */
  readonly warnedAt?: Instant;
  /** End of the latest period in which the budget was passed and that was told. */
  readonly exceededIn?: Day;
}

import type { Instant } from '../../../../shared/kernel/time.ts';

/** The price that holds for the term, per seat and month (ORD-4). */
export interface PriceLock {
  /** Month of the price list, `yyyy-MM`. */
  readonly priceList: string;
  readonly currency: string;
  readonly wholesale: string;
  readonly list: string;
  readonly discountPercent: string;
  readonly lockedAt: Instant;
  readonly earlyTerminationFee?: { amount: string } | { percentOfRemaining: string } | undefined;
}

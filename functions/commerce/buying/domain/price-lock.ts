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
  /** What prices of another currency were exchanged by, at the beginning of the term (M3): `month` is `yyyy-MM`. */
  readonly exchange?: { readonly pricingCurrency: string; readonly rate: string; readonly month: string } | undefined;
  readonly earlyTerminationFee?: { amount: string } | { percentOfRemaining: string } | undefined;
}

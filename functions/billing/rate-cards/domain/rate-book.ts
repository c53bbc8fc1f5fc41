import type { Day } from '../../../../shared/kernel/time.ts';

/**
 * A rate book is what rating asks for prices: the rate cards of one partner's currency and region as they are in effect
 * on each day of a span, with discounts and exchange rates. Rates are decimal texts, exact; days are whole UTC days.
 */
export interface RateBook {
  /** The partner's billing currency. */
  readonly currency: string;
  /** The meter as the newest version that names it by that day has it; nothing when none does. */
  meter(meterId: string, on: Day): MeterRate | undefined;
  /** U5: the sum of the offer terms in effect that day which do not leave the meter out. */
  discount(meterId: string, on: Day): MeterDiscount;
  /**
   * M3: billing units per unit of the currency that a meter is priced in, of the month of the day. Nothing where the
   * month's rate is not published: usage then waits for it, nothing is guessed.
   */
  exchange(on: Day, from: string): ExchangeRate | undefined;
}

export interface MeterRate {
  readonly meterId: string;
  readonly name: string;
  readonly category: string;
  readonly subcategory: string;
  readonly region: string;
  readonly unit: string;
  readonly tags: readonly string[];
  /** Units of a billing period that cost nothing. */
  readonly includedQuantity: string;
  /** By lower bound of the billable position, ascending; the first is `0`. */
  readonly tiers: readonly MeterTier[];
  /** Currency of the rates: the partner's, or another where its own card does not name the meter (M3). */
  readonly currency: string;
  /** Name of the version that set these rates: `azure/USD/US/2026-11-01`. */
  readonly version: string;
  /** First day of that version. */
  readonly effectiveOn: Day;
}

export interface MeterTier {
  readonly from: string;
  readonly rate: string;
}

export interface MeterDiscount {
  /** 0 to 1. */
  readonly fraction: string;
  /** Names of the offer terms that make it. */
  readonly terms: readonly string[];
}

export interface ExchangeRate {
  readonly rate: string;
  /** Calendar month `yyyy-MM`; absent where nothing is exchanged. */
  readonly publishedFor?: string;
}

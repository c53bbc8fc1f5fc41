import type { REASONS } from '../../../../shared/kernel/seat-rating/explanation.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import type { ExchangeRate, MeterDiscount, MeterTier } from '../../rate-cards/domain/rate-book.ts';

/** Charge types of usage lines, exactly as readers know them (billing contract 4). */
export const USAGE_CHARGE_TYPES = {
  usage: 'Assess usage fee for current cycle',
  ended: 'Assess usage fee when cancel',
  offset: 'Offset a line item',
} as const;
export type UsageChargeType = (typeof USAGE_CHARGE_TYPES)[keyof typeof USAGE_CHARGE_TYPES];

/**
 * One line of the usage file: the units of one meter and billing period that an invoice bills at one rate (U4), or what
 * a correction of an invoiced period gives back (U9). Amounts are minor units of the billing currency, each rounded
 * once; other numbers are decimal texts.
 */
export interface UsageLine {
  /**
   * `{subscription}|{meter}|{period start}|{detailLineItemId}`: with the invoice's id before it, the line's own. That of a credit names
   * the credit.
   */
  readonly key: string;
  readonly subscriptionId: string;
  /** Empty on a credit that was granted: it is about no meter. */
  readonly meterId: string;
  /** The billing period in which the usage was, also when it came late. */
  readonly period: DayPeriod;
  /** From 1, on through all invoices that bill the period (U7). */
  readonly detailLineItemId: number;
  readonly chargeType: UsageChargeType;
  /** Rate card version, such as `azure/USD/US/2026-11-01`. */
  readonly version: string;
  /** Lower bound of the tier; `0` where nothing is billable. */
  readonly tierFrom: string;
  /** Rate of a unit in the billing currency, at most 10 decimals. */
  readonly listPrice: string;
  readonly pricingCurrency: string;
  readonly exchange: ExchangeRate;
  /** Consumed = included + overage. An offset has none of the three. */
  readonly consumed: string;
  readonly included: string;
  readonly overage: string;
  readonly consumptionPrice: bigint;
  readonly consumptionDiscount: bigint;
  readonly pretaxCharges: bigint;
  readonly tax: bigint;
  readonly total: bigint;
  /** Percent as decimal text. */
  readonly taxPercent: string;
  /** Amount by unit of overage, 8 decimals at most; `0` without overage. */
  readonly pretaxEffectiveRate: string;
  readonly postTaxEffectiveRate: string;
  readonly why: UsageReason;
}

/** BIL-9: what made a line. */
export interface UsageReason {
  readonly rule: UsageRule;
  /** First day of the rate card version. */
  readonly effectiveOn: Day;
  /** All tiers of the meter in that version, in the currency that it is priced in. */
  readonly tiers: readonly MeterTier[];
  /** Units of a period that the version includes. */
  readonly includedQuantity: string;
  /** Billable units of the period before the first and after the last unit of the line. */
  readonly position: { readonly from: string; readonly to: string };
  readonly discount: MeterDiscount;
  /** What was used on which days, included units among them. */
  readonly days: readonly { readonly on: Day; readonly quantity: string }[];
  /** The numbers that give `pretaxCharges` before its one rounding: `1000 x 0.12 x (1 - 0.15)`. */
  readonly formula: string;
  readonly roundingPolicy: string;
}

export type UsageRule =
  | 'U4 usage'
  | 'U7 late usage'
  | 'U9 correction'
  | (typeof REASONS)[
      | 'adjustment'
      | 'voiding'
      | 'sla'
      | 'accidentalPurchase'
      | 'duplicateOrder'
      | 'goodwill'
      | 'correction']['rule'];

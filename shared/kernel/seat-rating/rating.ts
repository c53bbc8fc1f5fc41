import { divideRounded, exactly, minorUnitDecimals, RATE_DECIMALS, SCALE, type Scaled, scaled } from '../money.ts';
import type { BillingCycle, PriceLock } from './history.ts';

/** Name of the rounding that every line tells: exact arithmetic, one rounding per amount (R4, D5). */
export const ROUNDING_POLICY = 'exact, rounded once to the minor unit, half away from zero';

/** The price of one seat for one cycle (R3): the locked month's price, or twelve of them. */
export interface CyclePrice {
  readonly exact: Scaled;
  readonly text: string;
  readonly currency: string;
  /** The price in minor units, rounded: what a seat costs for a whole cycle. */
  readonly rounded: bigint;
  /** The price has no more decimals than the minor unit, so that whole cycles need no rounding. */
  readonly isWhole: boolean;
}

/** R3. Exact: a monthly price may have more decimals than the currency's minor unit. */
export function cyclePriceOf(
  { wholesale, currency }: Pick<PriceLock, 'wholesale' | 'currency'>,
  cycle: BillingCycle,
): CyclePrice {
  const exact = scaled(wholesale) * (cycle === 'annual' ? 12n : 1n);
  const rounded = exactly(exact, SCALE, currency).minorUnits;
  const isWhole = rounded * SCALE === exact * 10n ** BigInt(minorUnitDecimals(currency));
  return { exact, text: rateText(exact, minorUnitDecimals(currency)), currency, rounded, isWhole };
}

/** An exact rate as plain decimal text with at least `decimals` decimals and no further trailing zeros. */
export function rateText(rate: Scaled, decimals = 0): string {
  const digits = (rate < 0n ? -rate : rate).toString().padStart(RATE_DECIMALS + 1, '0');
  const point = digits.length - RATE_DECIMALS;
  let end = digits.length;
  while (end > point + decimals && digits.charCodeAt(end - 1) === 48) end -= 1;
  const fraction = digits.slice(point, end);
  return `${rate < 0n ? '-' : ''}${digits.slice(0, point)}${fraction && `.${fraction}`}`;
}

export interface Rated {
  /** Minor units of the currency. */
  readonly unitPrice: bigint;
  readonly amount: bigint;
}

/**
 * R4: what `quantity` seats cost for `days` of a cycle of `cycleDays`. Unit price and amount are each computed from
 * the exact price and rounded once to the minor unit, half away from zero; daily prices are never rounded, and the
 * amount need not be unit price × quantity.
 */
export function rate(price: CyclePrice, quantity: number, days: number, cycleDays: number): Rated {
  const isWholeCycle = days === cycleDays;
  if (isWholeCycle && price.isWhole) return { unitPrice: price.rounded, amount: price.rounded * BigInt(quantity) };
  const perSeat = isWholeCycle ? price.exact : price.exact * BigInt(days);
  const denominator = isWholeCycle ? SCALE : SCALE * BigInt(cycleDays);
  return {
    unitPrice: exactly(perSeat, denominator, price.currency).minorUnits,
    amount: exactly(perSeat * BigInt(quantity), denominator, price.currency).minorUnits,
  };
}

/** Percent of an amount in minor units, rounded once, half away from zero; `percent` as {@link scaled} 0 to 100. */
export const percentOf = (amount: bigint, percent: Scaled): bigint =>
  percent === 0n ? 0n : divideRounded(amount * percent, SCALE * 100n);

/** The money of a line, in minor units (R9). On credits all of it carries the credit's sign. */
export interface LineMoney {
  readonly amount: bigint;
  readonly discount: bigint;
  readonly subtotal: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** R9, M4: discount of the lock, then tax on what is left, each rounded once. */
export function lineMoney(amount: bigint, discountPercent: Scaled, taxRatePercent: Scaled): LineMoney {
  const discount = percentOf(amount, discountPercent);
  const subtotal = amount - discount;
  const tax = percentOf(subtotal, taxRatePercent);
  return { amount, discount, subtotal, tax, total: subtotal + tax };
}

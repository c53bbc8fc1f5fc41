import { type Scaled, scaled } from '../../../../shared/kernel/money.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** A partner's tax rate from the first day of a billing period on, until another one follows (M4). */
export interface TaxRate {
  readonly from: Day;
  /** 0 to 100 as decimal text. */
  readonly percent: string;
}

/** The rates of all periods so far, oldest first, with the one of the next: repeats of a rate are not written down. */
export const withTaxRate = (rates: readonly TaxRate[], next: TaxRate): readonly TaxRate[] =>
  rates.at(-1)?.percent === next.percent ? rates : [...rates, next];

/**
 * The rate of the period in which a day lies. What was posted before the first known period bears that period's rate.
 * A run asks for every line, so that one rate, which is all that most partners ever have, costs nothing.
 */
export function taxRateOn(rates: readonly TaxRate[]): (on: Day) => Scaled {
  const [newest, ...older] = rates.map(({ from, percent }) => ({ from, rate: scaled(percent) })).reverse();
  if (!newest) return () => 0n;
  const oldest = older.at(-1) ?? newest;
  if (oldest === newest) return () => newest.rate;
  return (on) => (on >= newest.from ? newest : (older.find(({ from }) => from <= on) ?? oldest)).rate;
}

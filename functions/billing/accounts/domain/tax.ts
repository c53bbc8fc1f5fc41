import { type Scaled, scaled } from '../../../../shared/kernel/money.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** A partner's tax rate from the first day of a billing period on, until another one follows (M4). */
export interface TaxRate {
  readonly from: Day;
  /** 0 to 100 as decimal text. */
  readonly percent: string;
}

/** The rate of a period that begins on a day: what was set last counts from the period on that followed then. */
export const percentFrom = (
  { taxRatePercent, taxRateNext }: { readonly taxRatePercent: string; readonly taxRateNext?: TaxRate | undefined },
  start: Day,
): string => (taxRateNext && start >= taxRateNext.from ? taxRateNext.percent : taxRatePercent);

/** The rates of all periods so far, oldest first, with the one of the next: repeats of a rate are not written down. */
export const withTaxRate = (rates: readonly TaxRate[], next: TaxRate): readonly TaxRate[] =>
  rates.at(-1)?.percent === next.percent ? rates : [...rates, next];

/**
 * The rate of the period in which a day lies. What was posted before the first known period bears that period's rate.
 * A run asks for every line, so that one rate, which is all that most partners ever have, costs nothing.
 */
export function taxRateOn(rates: readonly TaxRate[]): (on: Day) => AppliedRate {
  const [newest = NO_TAX, ...older] = rates.map((rate) => ({ ...rate, exact: scaled(rate.percent) })).reverse();
  const oldest = older.at(-1) ?? newest;
  if (oldest === newest) return () => newest;
  return (on) => (on >= newest.from ? newest : (older.find(({ from }) => from <= on) ?? oldest));
}

interface AppliedRate extends TaxRate {
  readonly exact: Scaled;
}
const NO_TAX: AppliedRate = { from: '' as Day, percent: '0', exact: 0n };

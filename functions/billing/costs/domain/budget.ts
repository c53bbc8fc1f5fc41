import { Exact } from '../../../../shared/kernel/exact.ts';

/** M8: from this percentage of its budget on a customer trends over it; above 100 it is over. */
export const WARNING_PERCENT = '80';

/** Where the cost of a period stands against its budget (M8). */
export type Standing = 'none' | 'within' | 'trending' | 'over';

/**
 * M8: cost in percent of the budget, to two decimals, half away from zero. 0 where there is no budget, or one of nothing: there
 * is nothing of which a part could be told.
 */
export const percentUsed = (totalCost: string, budget: string | undefined): string =>
  budget === undefined || new Exact(budget).isZero()
    ? '0'
    : new Exact(totalCost).div(budget).times(100).toDecimalPlaces(2).toFixed();

/** Where a percentage stands: trending from the warning on up to 100, over above 100. */
export function standingAt(percent: string, warningPercent: string): Standing {
  const used = new Exact(percent);
  if (used.gt(100)) return 'over';
  return used.gte(warningPercent) ? 'trending' : 'within';
}

/** USG-4: what a period will cost if its rest is as its complete days were, unrounded. At least one day counts as complete. */
export const forecastOf = (totalCost: string, days: { readonly complete: number; readonly inPeriod: number }): string =>
  new Exact(totalCost).times(days.inPeriod).div(Math.max(1, days.complete)).toFixed();

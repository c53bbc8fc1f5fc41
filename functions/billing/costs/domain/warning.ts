import { addDays, addDaysTo, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import { percentUsed, standingAt } from './budget.ts';
import type { Spending } from './spending.ts';

/** Days between two warnings of one customer at least (M8). */
const WARNING_DAYS = 7;

/** What people are to be told of a customer's spending. */
export interface Warning {
  readonly kind: 'nearing' | 'exceeded';
  readonly percent: string;
}

export interface Judged {
  readonly spending: Spending;
  readonly warning?: Warning;
}

/**
 * M8: what is to be told of spending now. From the warning percentage up to 100 it warns at most every seven days; above 100
 * once in a period, and nothing after. It judges by what was told before, so that it may be asked at any time and as often as
 * one likes. @param warningPercent percent of the budget from which on it warns
 */
export function judged(spending: Spending, at: Instant, warningPercent: string): Judged {
  const { budget, cost, exceededIn, warnedAt } = spending;
  if (!cost || budget === undefined || exceededIn === cost.end) return { spending };
  const percent = percentUsed(cost.total, budget);
  const standing = standingAt(percent, warningPercent);
  if (standing === 'over')
    return { spending: { ...spending, exceededIn: cost.end }, warning: { kind: 'exceeded', percent } };
  if (standing !== 'trending' || (warnedAt !== undefined && at < addDaysTo(warnedAt, WARNING_DAYS)))
    return { spending };
  return { spending: { ...spending, warnedAt: at }, warning: { kind: 'nearing', percent } };
}

/**
 * When spending is to be looked at again although nothing more is used: the day after it was last computed, because rates for
 * the day on which they are published change what was used that day, rates of exchange the whole month, and a warning may
 * be due; where nothing was used in the period, at its end.
 */
export function nextLookAt({ cost }: Pick<Spending, 'cost'>): Instant | undefined {
  if (!cost) return undefined;
  const next = addDays(utcDay(cost.at), 1);
  return startOfDay(cost.isUsed && next < cost.end ? next : cost.end);
}

import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { RatedDay } from '../../usage/domain/rated-days.ts';

/** Rated days of the open period, added up exactly: nothing here is rounded to a minor unit (billing contract 9.11). */

/** Σ of decimal texts. */
export const sumOf = (amounts: Iterable<string>): string => {
  let sum = new Exact(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return sum.toFixed();
};

export const totalCost = (days: readonly RatedDay[]): string => sumOf(days.map(({ pretaxTotal }) => pretaxTotal));

/** Some rated days that are shown as one, with what all of them have in common in the first. */
export interface CostGroup {
  readonly first: RatedDay;
  readonly quantity: string;
  readonly total: string;
}

/** Groups by what `keyOf` says, in the order of its texts. */
export function groupedBy(days: readonly RatedDay[], keyOf: (day: RatedDay) => string): CostGroup[] {
  return [...Map.groupBy(days, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]) => ({
      first: of[0]!,
      quantity: sumOf(of.map(({ quantity }) => quantity)),
      total: totalCost(of),
    }));
}

/** Report days that an estimate of today sees. */
export const reportedUpTo = (period: DayPeriod, today: Day): DayPeriod => ({
  start: period.start,
  end: addDays(today, 1),
});

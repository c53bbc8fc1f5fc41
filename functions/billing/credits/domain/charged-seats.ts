import type { Line, Term } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { type KnownSubscription, linesIn } from '../../history/domain/subscription.ts';

/** Seats that are charged for a day, and the term whose price they have. */
export interface ChargedSeats {
  readonly quantity: number;
  readonly term: Term;
}

/** Before all histories. */
const EVER = '0001-01-01' as Day;

/**
 * The seats that a day is charged for, by all that is posted before another day: charges that cover it, less what took them back
 * since. Undefined where it is charged for none.
 */
export function chargedSeats(subscription: KnownSubscription, on: Day, before: Day): ChargedSeats | undefined {
  const posted: DayPeriod = { start: EVER, end: before };
  const { lines } = linesIn(subscription, posted);
  const covering = [...(subscription.opening?.live ?? []), ...lines].filter(
    (line) => contains(line, on) && isForSeats(line),
  );
  const quantity = covering.reduce((sum, { sign, quantity: seats }) => sum + sign * seats, 0);
  const charge = covering.findLast(({ sign }) => sign > 0);
  return charge && quantity > 0 ? { quantity, term: charge.term } : undefined;
}

/** R11: a fee for leaving early names days to come, for which no seat is charged. */
const isForSeats = ({ reason }: Line): boolean => reason !== 'earlyTermination';

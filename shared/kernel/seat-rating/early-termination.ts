import { exactly, SCALE, scaled } from '../money.ts';
import { daysBetween, monthsElapsed } from '../time.ts';
import { CHARGE_TYPES } from './charge-types.ts';
import { cyclePrice, emit, type Row, sourceOf } from './clerk.ts';
import { type Cycle, cycleAt, type Term } from './ledger.ts';

/** R11: the fee that an offer may set for leaving after day 30 and before the term's end (SUB-6). */
export function chargeEarlyTermination(row: Row, term: Term): void {
  const { earlyTerminationFee: fee, currency } = term.lock;
  if (!fee) return;
  const { clerk, effectiveOn } = row;
  const cycle = cycleAt(term, effectiveOn);
  const { numerator, denominator, formula } =
    'amount' in fee
      ? { numerator: scaled(fee.amount), denominator: SCALE, formula: `fixed fee ${fee.amount}` }
      : remainingFee(row, term, cycle, fee.percentOfRemaining);
  const amount = exactly(numerator, denominator, currency).minorUnits;
  emit(clerk, {
    ...sourceOf(row, 'earlyTermination'),
    taxedOn: row.postedOn,
    term,
    chargeType: CHARGE_TYPES.cancellation,
    start: effectiveOn,
    end: term.endOn,
    quantity: 1,
    sign: 1,
    unitPrice: amount,
    amount,
    days: daysBetween(effectiveOn, term.endOn),
    cycleDays: daysBetween(cycle.start, cycle.end),
    cyclePrice: cyclePrice(term).text,
    reverses: undefined,
    formula,
  });
}

/** Percent of quantity × (the unused part of the running cycle + every later cycle of the term), exact. */
function remainingFee({ clerk, effectiveOn }: Row, term: Term, cycle: Cycle, percent: string) {
  const cycleDays = daysBetween(cycle.start, cycle.end);
  const unusedDays = daysBetween(effectiveOn, cycle.end);
  const laterCycles = term.cycle === 'annual' ? 0 : monthsElapsed(term.anchorOn, term.endOn) - cycle.index - 1;
  const { exact, text } = cyclePrice(term);
  const { quantity } = clerk.ledger;
  return {
    numerator: exact * BigInt(quantity * (unusedDays + laterCycles * cycleDays)) * scaled(percent),
    denominator: BigInt(cycleDays) * SCALE * SCALE * 100n,
    formula: `${percent}% x ${quantity} x ${text} x (${unusedDays}/${cycleDays} + ${laterCycles})`,
  };
}

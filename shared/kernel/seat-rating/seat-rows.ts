import { type DayPeriod, daysBetween, daysIn } from '../time.ts';
import { CHARGE_TYPES } from './charge-types.ts';
import { charge, credit, FULL_REFUND_DAYS, type Row, reverse, sourceOf, type Typed, touched } from './clerk.ts';
import { chargeEarlyTermination } from './early-termination.ts';
import type { Reason } from './explanation.ts';
import { type Line, termAt } from './ledger.ts';

/** Rows of R7 that change the seats of a running term, or end their use. */

/** R7, quantity: reverses each line concerned, charges its used part as it was and the rest with the new seats. */
export function resize(row: Row): void {
  const { entry, effectiveOn, clerk } = row;
  const quantity = entry.quantity!;
  for (const line of touched(row)) {
    reverse(row, line, { reason: 'quantity', chargeType: CHARGE_TYPES.resize });
    const from = line.start < effectiveOn ? effectiveOn : line.start;
    const { term, start, cycleDays } = line;
    const about = { term, cycleDays, chargeType: CHARGE_TYPES.resize };
    const chargeDays = (days: DayPeriod, seats: number): void =>
      charge(clerk, { ...about, ...days, days: daysIn(days), quantity: seats }, sourceOf(row, 'quantity'));
    if (start < from) chargeDays({ start, end: from }, line.quantity);
    chargeDays({ start: from, end: line.end }, quantity);
  }
  clerk.ledger.quantity = quantity;
}

/**
 * R7, suspension, for whatever reason; the fee of R11 is due where somebody left, not where the program stopped it. Within 30 days of the term's first day everything of the term is taken back,
 * later what is left. At the term's end or after it nothing is left, also inside an add-on's 30 days (R8).
 */
export function suspend(row: Row): void {
  const { effectiveOn, clerk } = row;
  const { ledger } = clerk;
  const term = termAt(ledger.terms, effectiveOn);
  const wasActive = ledger.isActive;
  ledger.isActive = false;
  if (!term || !wasActive) return;
  if (effectiveOn >= ledger.terms.at(-1)!.endOn) return;
  if (daysBetween(term.startOn, effectiveOn) <= FULL_REFUND_DAYS) {
    const ofTerm = ledger.live.filter((line) => line.term.no >= term.no);
    for (const line of ofTerm) reverse(row, line, cancellation(line, 'fullRefund'));
    return;
  }
  for (const line of touched(row)) credit(row, line, cancellation(line, 'suspension'));
  if (row.entry.kind === 'suspended') chargeEarlyTermination(row, term);
}

/**
 * R12: the subscription goes on with another partner, who is charged from this day on: what is left is credited to the cent
 * that the other one pays, also in a term's first 30 days, and no fee is due.
 */
export function handOver(row: Row): void {
  row.clerk.ledger.isActive = false;
  for (const line of touched(row)) credit(row, line, { reason: 'succession', chargeType: CHARGE_TYPES.cancellation });
}

const cancellation = (line: Line, reason: Reason): Typed => {
  const isProrated = line.term.cycle === 'monthly' && line.chargeType === CHARGE_TYPES.resize;
  return { reason, chargeType: isProrated ? CHARGE_TYPES.cancellationOfProrated : CHARGE_TYPES.cancellation };
};

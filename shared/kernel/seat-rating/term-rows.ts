import { invariant } from '../invariant.ts';
import type { Day } from '../time.ts';
import { CHARGE_TYPES } from './charge-types.ts';
import {
  charge,
  chargeMissedCycles,
  chargeOfCycle,
  credit,
  isCharged,
  type Row,
  sourceOf,
  type Typed,
  touched,
} from './clerk.ts';
import type { Entry, PriceLock } from './history.ts';
import { cycleAt, type Term, termAt, termEndAfter } from './ledger.ts';

/** Rows of R7 that begin a term, or go on with one. */

/** Begins a term and charges its first cycle, from the day on which the entry counts. */
export function beginTerm(row: Row, { reason, chargeType }: Typed): void {
  const { entry, effectiveOn, clerk } = row;
  const { ledger } = clerk;
  const term = newTerm(ledger.terms.at(-1), entry, effectiveOn);
  ledger.terms.push(term);
  ledger.isActive = true;
  // A renewal takes the seats as they are: a change of the same save order is posted in its own place.
  if (entry.kind !== 'renewed') ledger.quantity = entry.quantity ?? ledger.quantity;
  const cycle = cycleAt(term, effectiveOn);
  // A term that is over, all of it beyond reach, charges nothing any more.
  if (effectiveOn < term.endOn)
    charge(clerk, chargeOfCycle(term, cycle, effectiveOn, ledger.quantity, chargeType), sourceOf(row, reason));
  ledger.nextCycle = cycle.index + 1;
  if (row.postedOn > effectiveOn) chargeMissedCycles(row);
}

/** R12: a term that another partner began and that is suspended: nothing is charged until it is reactivated. */
export function takeOver(row: Row): void {
  const { entry, effectiveOn, clerk } = row;
  const { ledger } = clerk;
  const term = newTerm(undefined, entry, effectiveOn);
  ledger.terms.push(term);
  ledger.quantity = entry.quantity ?? ledger.quantity;
  ledger.nextCycle = cycleAt(term, effectiveOn).index + 1;
}

function newTerm(previous: Term | undefined, entry: Entry, startOn: Day): Term {
  const lock: PriceLock | undefined = entry.lock ?? previous?.lock;
  invariant(lock, 'a term begins with a price');
  const keepsAnchor = entry.kind === 'renewed' ? previous?.anchorOn : undefined;
  const anchorOn = entry.anchorOn ?? keepsAnchor ?? entry.effectiveOn;
  return {
    no: (previous?.no ?? 0) + 1,
    startOn,
    endOn: entry.termEndOn ?? termEndAfter(anchorOn, startOn),
    anchorOn,
    cycle: entry.billingCycle ?? previous?.cycle ?? 'monthly',
    lock,
    eventId: entry.eventId,
  };
}

/** Whether an entry is of another term than the last one: what it does not say it leaves as it was. */
const isOther = ({ endOn, cycle }: Term, { termEndOn, billingCycle }: Entry): boolean =>
  (termEndOn ?? endOn) !== endOn || (billingCycle ?? cycle) !== cycle;

/** R7, billing cycle: credits what is left of the old cycle and begins a new term at the prices of the day (D26). */
export function recycle(row: Row): void {
  for (const line of touched(row)) credit(row, line, { reason: 'billingCycle', chargeType: CHARGE_TYPES.oldCycle });
  beginTerm(row, { reason: 'billingCycle', chargeType: CHARGE_TYPES.newCycle });
}

/**
 * R7, reactivation: within the term what is left of the cycle; after its end a new term at the price in force. An add-on whose base
 * has begun another term meanwhile comes back in that one (R8).
 */
export function reactivate(row: Row): void {
  const { entry, effectiveOn, clerk } = row;
  const { ledger } = clerk;
  const last = ledger.terms.at(-1);
  if (!last || isCharged(ledger, effectiveOn)) return;
  if (effectiveOn >= last.endOn || isOther(last, entry)) {
    beginTerm(row, { reason: 'newTerm', chargeType: CHARGE_TYPES.renewal });
    return;
  }
  const term = termAt(ledger.terms, effectiveOn)!;
  ledger.isActive = true;
  ledger.quantity = entry.quantity ?? ledger.quantity;
  const cycle = cycleAt(term, effectiveOn);
  const about = chargeOfCycle(term, cycle, effectiveOn, ledger.quantity, CHARGE_TYPES.reactivation);
  charge(clerk, about, sourceOf(row, 'reactivation'));
  chargeMissedCycles(row);
}

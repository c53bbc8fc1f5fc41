import { invariant } from '../invariant.ts';
import { addMonths, type Day, type DayPeriod, daysBetween, monthsElapsed } from '../time.ts';
import { CHARGE_TYPES, type ChargeType } from './charge-types.ts';
import type { Reason } from './explanation.ts';
import type { Entry, PriceLock } from './history.ts';
import { type Cycle, cycleAt, type Ledger, type Line, lineKey, type Term } from './ledger.ts';
import { type CyclePrice, cyclePriceOf, rate } from './rating.ts';

/**
 * The clerk keeps a ledger while a history is posted: it charges cycles and intervals, takes lines back, and hands out
 * the lines that the window shows. Which of it an event asks for say `term-rows.ts` and `seat-rows.ts`.
 */
/** Days from a term's first within which a suspension takes everything of the term back (R7). */
export const FULL_REFUND_DAYS = 30;

export interface Clerk {
  readonly ledger: Ledger;
  readonly window: DayPeriod;
  readonly lines: Line[];
  /** Nothing that is still to be posted touches, and the window does not show, what ends before this day. */
  touchedOn: Day;
}

/** True when later entries may take a term back as a whole, or it begins after they do. */
export const isRefundable = (term: Term, touchedOn: Day): boolean =>
  daysBetween(term.startOn, touchedOn) <= FULL_REFUND_DAYS;

/**
 * Posts the cycle charges due up to and including `through` (R7: at 00:00Z, before the events of the day), or all of
 * the window when it is undefined.
 */
export function chargeCycles(clerk: Clerk, through: Day | undefined): void {
  const { ledger, window } = clerk;
  const term = ledger.terms.at(-1);
  if (!ledger.isActive || term?.cycle !== 'monthly') return;
  skipSettledCycles(clerk, term);
  let start = addMonths(term.anchorOn, ledger.nextCycle);
  while (start < term.endOn && start < window.end && (through === undefined || start <= through)) {
    ledger.nextCycle += 1;
    const cycle: Cycle = { start, end: addMonths(term.anchorOn, ledger.nextCycle), index: ledger.nextCycle - 1 };
    charge(clerk, chargeOfCycle(term, cycle, start, ledger.quantity, CHARGE_TYPES.cycle), {
      postedOn: start,
      eventKey: `cycle:${start}`,
      eventId: term.eventId,
      reason: 'cycle',
      ordinal: 0,
    });
    start = cycle.end;
  }
}

/** Passes over settled cycles: a history of years costs no more than one of a month. */
function skipSettledCycles({ ledger, touchedOn }: Clerk, term: Term): void {
  if (isRefundable(term, touchedOn)) return;
  const covering = monthsElapsed(term.anchorOn, touchedOn);
  if (covering > ledger.nextCycle) ledger.nextCycle = covering;
}

export interface Charge {
  readonly term: Term;
  readonly start: Day;
  readonly end: Day;
  readonly days: number;
  readonly cycleDays: number;
  readonly quantity: number;
  readonly chargeType: ChargeType;
}

/** The charge from `from` to the end of its cycle. */
export const chargeOfCycle = (
  term: Term,
  cycle: Cycle,
  from: Day,
  quantity: number,
  chargeType: ChargeType,
): Charge => {
  const end = cycle.end < term.endOn ? cycle.end : term.endOn;
  const cycleDays = daysBetween(cycle.start, cycle.end);
  const days = from === cycle.start && end === cycle.end ? cycleDays : daysBetween(from, end);
  return { term, start: from, end, days, cycleDays, quantity, chargeType };
};

/** What posts a line, and when. */
export type Source = Pick<Line, 'postedOn' | 'eventKey' | 'eventId' | 'reason' | 'ordinal'>;

/** R4: rates an interval and posts it as a live line. */
export function charge(
  clerk: Clerk,
  { term, start, end, days, cycleDays, quantity, chargeType }: Charge,
  source: Source,
): void {
  const { postedOn, eventKey, eventId, reason, ordinal } = source;
  if (isSettled(clerk, { postedOn, end, term })) return;
  const price = cyclePrice(term);
  invariant(days > 0 && quantity > 0, 'a charge has days and seats');
  const { unitPrice, amount } = rate(price, quantity, days, cycleDays);
  // One literal: lines of one shape are what makes a run fast.
  const line: Line = {
    postedOn,
    taxedOn: postedOn,
    term,
    eventKey,
    ordinal,
    reason,
    eventId,
    chargeType,
    start,
    end,
    quantity,
    sign: 1,
    unitPrice,
    amount,
    days,
    cycleDays,
    cyclePrice: price.text,
    reverses: undefined,
    formula: undefined,
  };
  clerk.ledger.live.push(line);
  emit(clerk, line);
}

/** A charge that the window does not show and nothing to come touches need not be computed. */
const isSettled = ({ window, touchedOn }: Clerk, { postedOn, end, term }: Pick<Line, 'postedOn' | 'end' | 'term'>) =>
  postedOn < window.start && end <= touchedOn && !isRefundable(term, touchedOn);

export function emit({ lines, window }: Clerk, line: Line): void {
  if (line.postedOn >= window.start && line.postedOn < window.end) lines.push(line);
}

/** Thousands of subscriptions share a lock: its cycle prices are computed once. */
const cyclePrices = { monthly: new WeakMap<PriceLock, CyclePrice>(), annual: new WeakMap<PriceLock, CyclePrice>() };

export function cyclePrice({ lock, cycle }: Term): CyclePrice {
  const known = cyclePrices[cycle].get(lock);
  if (known) return known;
  const price = cyclePriceOf(lock, cycle);
  cyclePrices[cycle].set(lock, price);
  return price;
}

/** Why a line is posted, and as what. */
export interface Typed {
  readonly reason: Reason;
  readonly chargeType: ChargeType;
}

/** One entry being posted: hands out the ordinals of its lines. */
export interface Row {
  readonly clerk: Clerk;
  readonly entry: Entry;
  readonly postedOn: Day;
  /** Day from which the entry counts. */
  readonly effectiveOn: Day;
  readonly eventKey: string;
  ordinal: number;
}

export const sourceOf = (row: Row, reason: Reason): Source => ({
  postedOn: row.postedOn,
  eventKey: row.eventKey,
  eventId: row.entry.eventId,
  reason,
  ordinal: row.ordinal++,
});

/** Live lines that cover the entry's day or a later one, in order of start. */
export const touched = ({ clerk, effectiveOn }: Row): Line[] =>
  clerk.ledger.live.filter((line) => line.end > effectiveOn).sort((a, b) => (a.start < b.start ? -1 : 1));

/**
 * Cycles that began after a late event's own day, up to the day on which it is posted, and that nothing charges:
 * posted with the event (R7, late).
 */
export function chargeMissedCycles(row: Row): void {
  const { postedOn, effectiveOn, clerk } = row;
  const { ledger } = clerk;
  for (const [index, term] of ledger.terms.entries()) {
    const following = ledger.terms[index + 1];
    const endOn = following && following.startOn < term.endOn ? following.startOn : term.endOn;
    if (endOn <= effectiveOn) continue;
    let cycle = cycleAt(term, effectiveOn < term.startOn ? term.startOn : effectiveOn);
    for (; cycle.start <= postedOn && cycle.start < endOn; cycle = cycleAt(term, cycle.end)) {
      if (cycle.start <= effectiveOn || isCharged(ledger, cycle.start)) continue;
      const about = chargeOfCycle(term, cycle, cycle.start, ledger.quantity, CHARGE_TYPES.cycle);
      charge(clerk, about, sourceOf(row, 'missedCycle'));
    }
    if (!following) ledger.nextCycle = cycle.index;
  }
}

export const isCharged = ({ live }: Ledger, on: Day): boolean => live.some((line) => line.start <= on && on < line.end);

// --- credits -------------------------------------------------------------------------------------------------------

/** R5: the same dates and seats with the posted money negated, never computed anew. */
export function reverse(row: Row, line: Line, { reason, chargeType }: Typed): void {
  dropLive(row.clerk, line);
  emit(row.clerk, {
    ...line,
    ...sourceOf(row, reason),
    chargeType,
    sign: -1,
    unitPrice: -line.unitPrice,
    amount: -line.amount,
    reverses: lineKey(line),
  });
}

/** R7: gives back by R4 what a line charges from the entry's day on; what is used stays charged. */
export function credit(row: Row, line: Line, { reason, chargeType }: Typed): void {
  dropLive(row.clerk, line);
  const start = line.start < row.effectiveOn ? row.effectiveOn : line.start;
  const days = daysBetween(start, line.end);
  const { unitPrice, amount } = rate(cyclePrice(line.term), line.quantity, days, line.cycleDays);
  emit(row.clerk, {
    ...line,
    ...sourceOf(row, reason),
    chargeType,
    start,
    days,
    sign: -1,
    unitPrice: -unitPrice,
    amount: -amount,
    reverses: lineKey(line),
  });
}

function dropLive({ ledger }: Clerk, line: Line): void {
  ledger.live.splice(ledger.live.indexOf(line), 1);
}

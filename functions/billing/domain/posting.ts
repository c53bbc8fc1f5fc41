import { invariant } from '../../../shared/kernel/invariant.ts';
import { exactly, SCALE, scaled } from '../../../shared/kernel/money.ts';
import { addMonths, type Day, type DayPeriod, daysBetween, monthsElapsed } from '../../../shared/kernel/time.ts';
import { CHARGE_TYPES, type ChargeType } from './charge-types.ts';
import type { Reason } from './explanation.ts';
import { type Entry, inPostingOrder, type Opening, type Posting, type PriceLock } from './history.ts';
import {
  type Cycle,
  cycleAt,
  emptyLedger,
  type Ledger,
  type Line,
  lineKey,
  type Term,
  termAt,
  termEndAfter,
} from './ledger.ts';
import { type CyclePrice, cyclePriceOf, rate } from './rating.ts';

/**
 * Posting: what a subscription's history charges, as a pure function of the history and a window of posted days.
 *
 * R7 row by row. A row whose event was stored after its own day is applied to every live line that covers that day
 * or a later one; cycles that such an event lets begin in the past are charged with it. So every day that the
 * subscription was active is charged once, and no other day, whatever came late.
 */

/** Days from a term's first within which a suspension takes everything of the term back (R7). */
const FULL_REFUND_DAYS = 30;

export interface Posted {
  /** Lines posted in the window, in order of posted day and ordinal. */
  readonly lines: readonly Line[];
  /** State at the window's end: before anything of that day is posted. */
  readonly ledger: Ledger;
}

/**
 * Lines posted in `window`, computed from the history's first entry (or from the ledger that its past was folded to).
 * The same history gives the same lines in whatever windows they are asked for.
 */
export function post(entries: readonly Entry[], window: DayPeriod, opening?: Ledger): Posted {
  const postings = inPostingOrder(entries, opening && openingState(opening));
  const clerk: Clerk = {
    ledger: opening ? { ...opening, terms: [...opening.terms], live: [...opening.live] } : emptyLedger(),
    window,
    lines: [],
    touchedOn: window.start,
  };
  const touchedOn = touchedAfter(postings, window.start);
  for (let index = 0; index < postings.length; index += 1) {
    const posting = postings[index]!;
    if (posting.postedOn >= window.end) break;
    clerk.touchedOn = touchedOn[index]!;
    chargeCycles(clerk, posting.postedOn);
    clerk.touchedOn = touchedOn[index + 1]!;
    apply(clerk, posting);
  }
  clerk.touchedOn = window.start;
  chargeCycles(clerk, undefined);
  return { lines: clerk.lines, ledger: clerk.ledger };
}

const openingState = (ledger: Ledger): Opening => ({
  isActive: ledger.isActive,
  autoRenew: ledger.autoRenew,
  termEndOn: ledger.terms.at(-1)?.endOn,
  postedOn: ledger.postedOn,
  knownOn: ledger.knownOn,
});

/** For each entry, and behind the last: the earliest day that it or a later one touches, or the window shows. */
function touchedAfter(postings: readonly Posting[], start: Day): Day[] {
  const days: Day[] = Array(postings.length + 1).fill(start);
  for (let index = postings.length - 1; index >= 0; index -= 1) {
    const { effectiveOn } = postings[index]!.entry;
    days[index] = effectiveOn < days[index + 1]! ? effectiveOn : days[index + 1]!;
  }
  return days;
}

interface Clerk {
  readonly ledger: Ledger;
  readonly window: DayPeriod;
  readonly lines: Line[];
  /** Nothing that is still to be posted touches, and the window does not show, what ends before this day. */
  touchedOn: Day;
}

/** True when later entries may take a term back as a whole, or it begins after they do. */
const isRefundable = (term: Term, touchedOn: Day): boolean => daysBetween(term.startOn, touchedOn) <= FULL_REFUND_DAYS;

// --- cycles --------------------------------------------------------------------------------------------------------

/**
 * Posts the cycle charges due up to and including `through` (R7: at 00:00Z, before the events of the day), or all of
 * the window when it is undefined.
 */
function chargeCycles(clerk: Clerk, through: Day | undefined): void {
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

interface Charge {
  readonly term: Term;
  readonly start: Day;
  readonly end: Day;
  readonly cycleDays: number;
  readonly quantity: number;
  readonly chargeType: ChargeType;
}

/** The charge from `from` to the end of its cycle. */
const chargeOfCycle = (term: Term, cycle: Cycle, from: Day, quantity: number, chargeType: ChargeType): Charge => ({
  term,
  start: from,
  end: cycle.end < term.endOn ? cycle.end : term.endOn,
  cycleDays: daysBetween(cycle.start, cycle.end),
  quantity,
  chargeType,
});

/** What posts a line, and when. */
type Source = Pick<Line, 'postedOn' | 'eventKey' | 'eventId' | 'reason' | 'ordinal'>;

/** R4: rates an interval and posts it as a live line. */
function charge(clerk: Clerk, { term, start, end, cycleDays, quantity, chargeType }: Charge, source: Source): void {
  const { postedOn, eventKey, eventId, reason, ordinal } = source;
  if (isSettled(clerk, { postedOn, end, term })) return;
  const price = cyclePrice(term);
  const days = daysBetween(start, end);
  invariant(days > 0 && quantity > 0, 'a charge has days and seats');
  const { unitPrice, amount } = rate(price, quantity, days, cycleDays);
  // One literal: lines of one shape are what makes a run fast.
  const line: Line = {
    postedOn,
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

function emit({ lines, window }: Clerk, line: Line): void {
  if (line.postedOn >= window.start && line.postedOn < window.end) lines.push(line);
}

/** Thousands of subscriptions share a lock: its cycle prices are computed once. */
const cyclePrices = { monthly: new WeakMap<PriceLock, CyclePrice>(), annual: new WeakMap<PriceLock, CyclePrice>() };

function cyclePrice({ lock, cycle }: Term): CyclePrice {
  const known = cyclePrices[cycle].get(lock);
  if (known) return known;
  const price = cyclePriceOf(lock, cycle);
  cyclePrices[cycle].set(lock, price);
  return price;
}

// --- events --------------------------------------------------------------------------------------------------------

/** Why a line is posted, and as what. */
interface Typed {
  readonly reason: Reason;
  readonly chargeType: ChargeType;
}

/** One entry being posted: hands out the ordinals of its lines. */
interface Row {
  readonly clerk: Clerk;
  readonly entry: Entry;
  readonly postedOn: Day;
  readonly eventKey: string;
  ordinal: number;
}

function apply(clerk: Clerk, { entry, postedOn }: Posting): void {
  const { ledger } = clerk;
  const eventKey = entry.kind === 'renewed' ? `renew:${entry.effectiveOn}` : `evt:${entry.eventId}`;
  postRow({ clerk, entry, postedOn, eventKey, ordinal: 0 });
  ledger.autoRenew = entry.autoRenew ?? ledger.autoRenew;
  ledger.friendlyName = entry.friendlyName ?? ledger.friendlyName;
  ledger.reseller = entry.reseller ?? ledger.reseller;
  if (postedOn > ledger.postedOn) ledger.postedOn = postedOn;
  if (entry.storedOn > ledger.knownOn) ledger.knownOn = entry.storedOn;
}

function postRow(row: Row): void {
  switch (row.entry.kind) {
    case 'created':
      row.clerk.ledger.createdOn = row.entry.effectiveOn;
      beginTerm(row, { reason: 'purchase', chargeType: CHARGE_TYPES.purchase });
      break;
    case 'renewed':
      beginTerm(row, { reason: 'renewal', chargeType: CHARGE_TYPES.renewal });
      break;
    case 'resized':
      resize(row);
      break;
    case 'recycled':
      recycle(row);
      break;
    case 'suspended':
    case 'deprovisioned':
      suspend(row);
      break;
    case 'reactivated':
      reactivate(row);
      break;
    case 'noted':
      break;
  }
}

const sourceOf = (row: Row, reason: Reason): Source => ({
  postedOn: row.postedOn,
  eventKey: row.eventKey,
  eventId: row.entry.eventId,
  reason,
  ordinal: row.ordinal++,
});

/** Live lines that cover the entry's day or a later one, in order of start. */
const touched = ({ clerk, entry }: Row): Line[] =>
  clerk.ledger.live.filter((line) => line.end > entry.effectiveOn).sort((a, b) => (a.start < b.start ? -1 : 1));

function beginTerm(row: Row, { reason, chargeType }: Typed): void {
  const { entry, clerk } = row;
  const { ledger } = clerk;
  const term = newTerm(ledger.terms.at(-1), entry);
  ledger.terms.push(term);
  ledger.isActive = true;
  // A renewal takes the seats as they are: a change of the same save order is posted in its own place.
  if (entry.kind !== 'renewed') ledger.quantity = entry.quantity ?? ledger.quantity;
  const cycle = cycleAt(term, entry.effectiveOn);
  const about = chargeOfCycle(term, cycle, entry.effectiveOn, ledger.quantity, chargeType);
  charge(clerk, about, sourceOf(row, reason));
  ledger.nextCycle = cycle.index + 1;
  if (row.postedOn > entry.effectiveOn) chargeMissedCycles(row);
}

function newTerm(previous: Term | undefined, entry: Entry): Term {
  const lock: PriceLock | undefined = entry.lock ?? previous?.lock;
  invariant(lock, 'a term begins with a price');
  const keepsAnchor = entry.kind === 'renewed' ? previous?.anchorOn : undefined;
  const anchorOn = entry.anchorOn ?? keepsAnchor ?? entry.effectiveOn;
  return {
    no: (previous?.no ?? 0) + 1,
    startOn: entry.effectiveOn,
    endOn: entry.termEndOn ?? termEndAfter(anchorOn, entry.effectiveOn),
    anchorOn,
    cycle: entry.billingCycle ?? previous?.cycle ?? 'monthly',
    lock,
    eventId: entry.eventId,
  };
}

/** R7, quantity: reverses each line concerned, charges its used part as it was and the rest with the new seats. */
function resize(row: Row): void {
  const { entry, clerk } = row;
  const quantity = entry.quantity!;
  for (const line of touched(row)) {
    reverse(row, line, { reason: 'quantity', chargeType: CHARGE_TYPES.resize });
    const from = line.start < entry.effectiveOn ? entry.effectiveOn : line.start;
    const { term, start, cycleDays } = line;
    const about = { term, cycleDays, chargeType: CHARGE_TYPES.resize };
    if (start < from) charge(clerk, { ...about, start, end: from, quantity: line.quantity }, sourceOf(row, 'quantity'));
    charge(clerk, { ...about, start: from, end: line.end, quantity }, sourceOf(row, 'quantity'));
  }
  clerk.ledger.quantity = quantity;
}

/** R7, billing cycle: credits what is left of the old cycle and begins a new term at the prices of the day (D26). */
function recycle(row: Row): void {
  for (const line of touched(row)) credit(row, line, { reason: 'billingCycle', chargeType: CHARGE_TYPES.oldCycle });
  beginTerm(row, { reason: 'billingCycle', chargeType: CHARGE_TYPES.newCycle });
}

/**
 * R7, suspension, for whatever reason. Within 30 days of the term's first day everything of the term is taken back,
 * later what is left. At the term's end or after it nothing is left, also inside an add-on's 30 days (R8).
 */
function suspend(row: Row): void {
  const { entry, clerk } = row;
  const { ledger } = clerk;
  const term = termAt(ledger.terms, entry.effectiveOn);
  const wasActive = ledger.isActive;
  ledger.isActive = false;
  if (!term || !wasActive) return;
  if (entry.effectiveOn >= ledger.terms.at(-1)!.endOn) return;
  const daysIn = daysBetween(term.startOn, entry.effectiveOn);
  if (daysIn <= FULL_REFUND_DAYS) {
    const ofTerm = ledger.live.filter((line) => line.term.no >= term.no);
    for (const line of ofTerm) reverse(row, line, cancellation(line, 'fullRefund'));
    return;
  }
  for (const line of touched(row)) credit(row, line, cancellation(line, 'suspension'));
  chargeEarlyTermination(row, term);
}

const cancellation = (line: Line, reason: Reason): Typed => {
  const isProrated = line.term.cycle === 'monthly' && line.chargeType === CHARGE_TYPES.resize;
  return { reason, chargeType: isProrated ? CHARGE_TYPES.cancellationOfProrated : CHARGE_TYPES.cancellation };
};

/** R7, reactivation: within the term what is left of the cycle; after its end a new term at the price in force. */
function reactivate(row: Row): void {
  const { entry, clerk } = row;
  const { ledger } = clerk;
  const last = ledger.terms.at(-1);
  if (!last || isCharged(ledger, entry.effectiveOn)) return;
  if (entry.effectiveOn >= last.endOn) {
    beginTerm(row, { reason: 'newTerm', chargeType: CHARGE_TYPES.renewal });
    return;
  }
  const term = termAt(ledger.terms, entry.effectiveOn)!;
  ledger.isActive = true;
  ledger.quantity = entry.quantity ?? ledger.quantity;
  const cycle = cycleAt(term, entry.effectiveOn);
  const about = chargeOfCycle(term, cycle, entry.effectiveOn, ledger.quantity, CHARGE_TYPES.reactivation);
  charge(clerk, about, sourceOf(row, 'reactivation'));
  chargeMissedCycles(row);
}

/**
 * Cycles that began after a late event's own day, up to the day on which it is posted, and that nothing charges:
 * posted with the event (R7, late).
 */
function chargeMissedCycles(row: Row): void {
  const { entry, postedOn, clerk } = row;
  const { ledger } = clerk;
  const { effectiveOn } = entry;
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

const isCharged = ({ live }: Ledger, on: Day): boolean => live.some((line) => line.start <= on && on < line.end);

// --- credits -------------------------------------------------------------------------------------------------------

/** R5: the same dates and seats with the posted money negated, never computed anew. */
function reverse(row: Row, line: Line, { reason, chargeType }: Typed): void {
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
function credit(row: Row, line: Line, { reason, chargeType }: Typed): void {
  dropLive(row.clerk, line);
  const start = line.start < row.entry.effectiveOn ? row.entry.effectiveOn : line.start;
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

/** R11: the fee that an offer may set for leaving after day 30 and before the term's end (SUB-6). */
function chargeEarlyTermination(row: Row, term: Term): void {
  const { earlyTerminationFee: fee, currency } = term.lock;
  if (!fee) return;
  const { clerk, entry } = row;
  const cycle = cycleAt(term, entry.effectiveOn);
  const { numerator, denominator, formula } =
    'amount' in fee
      ? { numerator: scaled(fee.amount), denominator: SCALE, formula: `fixed fee ${fee.amount}` }
      : remainingFee(row, term, cycle, fee.percentOfRemaining);
  const amount = exactly(numerator, denominator, currency).minorUnits;
  emit(clerk, {
    ...sourceOf(row, 'earlyTermination'),
    term,
    chargeType: CHARGE_TYPES.cancellation,
    start: entry.effectiveOn,
    end: term.endOn,
    quantity: 1,
    sign: 1,
    unitPrice: amount,
    amount,
    days: daysBetween(entry.effectiveOn, term.endOn),
    cycleDays: daysBetween(cycle.start, cycle.end),
    cyclePrice: cyclePrice(term).text,
    reverses: undefined,
    formula,
  });
}

/** Percent of quantity × (the unused part of the running cycle + every later cycle of the term), exact. */
function remainingFee({ clerk, entry }: Row, term: Term, cycle: Cycle, percent: string) {
  const cycleDays = daysBetween(cycle.start, cycle.end);
  const unusedDays = daysBetween(entry.effectiveOn, cycle.end);
  const laterCycles = term.cycle === 'annual' ? 0 : monthsElapsed(term.anchorOn, term.endOn) - cycle.index - 1;
  const { exact, text } = cyclePrice(term);
  const { quantity } = clerk.ledger;
  return {
    numerator: exact * BigInt(quantity * (unusedDays + laterCycles * cycleDays)) * scaled(percent),
    denominator: BigInt(cycleDays) * SCALE * SCALE * 100n,
    formula: `${percent}% x ${quantity} x ${text} x (${unusedDays}/${cycleDays} + ${laterCycles})`,
  };
}

// --- folding the past ------------------------------------------------------------------------------------------------

export interface Folded {
  /** Undefined when nothing was folded yet. */
  readonly opening: Ledger | undefined;
  /** What is left of the history after it. */
  readonly entries: readonly Entry[];
}

/**
 * Folds what is posted before `before` into a ledger, so that a history stays small over the years. Only the first
 * entries can go, and only those that later posting does not mix with. An event that comes later still finds the
 * lines that cover `before` and later days; what was used up before then is settled.
 */
export function fold(entries: readonly Entry[], before: Day, opening?: Ledger): Folded {
  const postings = inPostingOrder(entries, opening && openingState(opening));
  let count = 0;
  while (postings[count] && postings[count]!.entry === entries[count] && postings[count]!.postedOn < before) count += 1;
  for (; count > 0; count -= 1) {
    // Entries of one day stay together.
    if (postings[count] && postings[count]!.postedOn === postings[count - 1]!.postedOn) continue;
    const ledger = foldFirst(entries, postings, count, { before, opening });
    // Whether the next renewal was to be expected is judged by what was known on its day: that must stay to be seen.
    if (ledger.knownOn <= ledger.terms.at(-1)!.endOn) return { opening: ledger, entries: entries.slice(count) };
  }
  return { opening, entries };
}

function foldFirst(
  entries: readonly Entry[],
  postings: readonly Posting[],
  count: number,
  { before, opening }: { before: Day; opening: Ledger | undefined },
): Ledger {
  const rest = postings.slice(count);
  const end = rest.reduce((day, { postedOn }) => (postedOn < day ? postedOn : day), before);
  const touchedOn = rest.reduce((day, { entry }) => (entry.effectiveOn < day ? entry.effectiveOn : day), end);
  return settled(post(entries.slice(0, count), { start: touchedOn, end }, opening).ledger, touchedOn);
}

/** Drops lines and terms that nothing can touch any more. */
function settled(ledger: Ledger, touchedOn: Day): Ledger {
  const live = ledger.live.filter(({ end, term }) => end > touchedOn || isRefundable(term, touchedOn));
  const last = ledger.terms.at(-1);
  const terms = ledger.terms.filter((term) => term === last || live.some((line) => line.term === term));
  return { ...ledger, live, terms };
}

import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { addMonths, type Day, day, instant, monthsElapsed, utcDay } from '../../shared/kernel/time.ts';

/**
 * What a subscription's charges must add up to, found without billing's code: from the events of commerce, for each
 * day, how many seats are to be paid and at which price a day. Billing's own rules make lines, reversals and credits;
 * added up they must say the same.
 */
export interface ExpectedDay {
  readonly seats: number;
  /** Exact price of a seat for this day, as a fraction. */
  readonly price: { readonly cyclePrice: number; readonly cycleDays: number };
}

/** Charges are taken back whole when a term is left within this many days of its first (billing contract R7). */
const FULL_REFUND_DAYS = 30;

/** Days counted from 1970: cheap to walk over. */
type DayNumber = number;
const MS_PER_DAY = 86_400_000;
const numberOf = (on: Day): DayNumber => Date.parse(on) / MS_PER_DAY;
const dayOf = (number: DayNumber): Day => new Date(number * MS_PER_DAY).toISOString().slice(0, 10) as Day;

interface Life {
  readonly days: Map<DayNumber, ExpectedDay>;
  isActive: boolean;
  seats: number;
  termStart: DayNumber;
  termEnd: DayNumber;
  snapshot: SubscriptionSnapshot;
}

/** Days to be paid, from the first of the subscription to the end of its present term. */
export function expectedDays(events: readonly EventRecord[]): ReadonlyMap<DayNumber, ExpectedDay> {
  const ordered = [...events].sort((a, b) => a.aggregateVersion - b.aggregateVersion);
  ordered.forEach((event, index) => {
    invariant(event.aggregateVersion === index + 1, `${event.type} is save ${index + 1} of ${event.aggregateId}`);
  });
  let life: Life | undefined;
  for (const event of ordered) life = after(life, event);
  return life?.days ?? new Map();
}

function after(life: Life | undefined, event: EventRecord): Life {
  const snapshot = event.detail.after as SubscriptionSnapshot;
  const isRenewal = event.type === 'SubscriptionRenewed';
  const on = numberOf(isRenewal ? day(snapshot.termStartOn) : utcDay(instant(event.occurredAt)));
  if (!life) return snapshot.status === 'active' ? begun(emptyLife(snapshot, on), on, snapshot) : taken(snapshot, on);
  switch (event.type) {
    case 'SubscriptionRenewed':
      return begun(life, on, { ...snapshot, quantity: life.seats });
    case 'SubscriptionSuspended':
      return suspended(life, on, snapshot);
    case 'SubscriptionRehomed':
      return handedOver(life, on, snapshot);
    case 'SubscriptionReactivated':
      if (on >= life.termEnd || isOtherTerm(life.snapshot, snapshot)) return begun(life, on, snapshot);
      return paid({ ...life, isActive: true, snapshot }, on, snapshot.quantity);
    case 'SubscriptionUpdated':
      if (snapshot.billingCycle !== life.snapshot.billingCycle) return begun(life, on, snapshot);
      if (!life.isActive || snapshot.quantity === life.seats) return { ...life, snapshot };
      return paid({ ...life, snapshot }, on, snapshot.quantity);
    default:
      return life;
  }
}

/** It comes back in another term than the one that it was suspended in: its base has begun it meanwhile. */
const isOtherTerm = (before: SubscriptionSnapshot, after: SubscriptionSnapshot): boolean =>
  before.commitmentEndOn !== after.commitmentEndOn || before.billingCycle !== after.billingCycle;

const emptyLife = (snapshot: SubscriptionSnapshot, on: DayNumber): Life => ({
  days: new Map(),
  isActive: false,
  seats: 0,
  termStart: on,
  termEnd: on,
  snapshot,
});

/** It came suspended from another partner: its term is there, and nothing is to be paid until it is brought back. */
const taken = (snapshot: SubscriptionSnapshot, on: DayNumber): Life => ({
  ...emptyLife(snapshot, on),
  seats: snapshot.quantity,
  termEnd: numberOf(day(snapshot.commitmentEndOn!)),
});

/** It went to another partner: what was used is paid, however young the term. */
function handedOver(life: Life, on: DayNumber, snapshot: SubscriptionSnapshot): Life {
  if (life.isActive) for (let at = on; at < life.termEnd; at += 1) life.days.delete(at);
  return { ...life, isActive: false, snapshot };
}

/** A term begins; what an older one had still to give is replaced by it. */
function begun(life: Life, on: DayNumber, snapshot: SubscriptionSnapshot): Life {
  for (let at = on; at < life.termEnd; at += 1) life.days.delete(at);
  const termEnd = numberOf(day(snapshot.commitmentEndOn!));
  return paid({ ...life, isActive: true, termStart: on, termEnd, snapshot }, on, snapshot.quantity);
}

/** From a day on, so many seats are to be paid until the term ends; each day has its share of the cycle it is in. */
function paid(life: Life, from: DayNumber, seats: number): Life {
  const { anchorOn, billingCycle, priceLock } = life.snapshot;
  const months = billingCycle === 'annual' ? 12 : 1;
  const anchor = day(anchorOn);
  const cyclePrice = Number(priceLock!.wholesale) * months;
  let on = from;
  for (let at = Math.floor(monthsElapsed(anchor, dayOf(from)) / months) * months; on < life.termEnd; at += months) {
    const [start, end] = [numberOf(addMonths(anchor, at)), numberOf(addMonths(anchor, at + months))];
    const paidDay = { seats, price: { cyclePrice, cycleDays: end - start } };
    for (; on < Math.min(end, life.termEnd); on += 1) life.days.set(on, paidDay);
  }
  return { ...life, seats };
}

function suspended(life: Life, on: DayNumber, snapshot: SubscriptionSnapshot): Life {
  if (on >= life.termEnd || !life.isActive) return { ...life, isActive: false, snapshot };
  const isRefunded = on - life.termStart <= FULL_REFUND_DAYS;
  for (let at = isRefunded ? life.termStart : on; at < life.termEnd; at += 1) life.days.delete(at);
  return { ...life, isActive: false, snapshot };
}

// --- what was charged ------------------------------------------------------------------------------------------------

/** A line of an invoice, or of what is not invoiced yet. */
export interface ChargedLine {
  readonly subscriptionId: string;
  readonly chargeType: string;
  /** First and last day, both counted. */
  readonly from: Day;
  readonly to: Day;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly amount: number;
}

/** An early-termination fee stands beside the days: it pays for none. */
const isFee = ({ chargeType, amount }: ChargedLine): boolean => chargeType === 'Cancel fee' && amount > 0;

/** Seats that were charged less those that were credited, by day. */
function chargedSeats(lines: readonly ChargedLine[]): Map<DayNumber, number> {
  const seats = new Map<DayNumber, number>();
  for (const line of lines) {
    if (isFee(line)) continue;
    const signed = Math.sign(line.unitPrice) * line.quantity;
    const last = numberOf(line.to);
    for (let on = numberOf(line.from); on <= last; on += 1) seats.set(on, (seats.get(on) ?? 0) + signed);
  }
  return seats;
}

/**
 * Says where the charges of a subscription differ from what its events make due, or undefined. Days to come are
 * charged in advance as far as their cycle has begun. Every line is rounded once, so that a sum may be off by half a
 * cent for each.
 */
export function difference(
  events: readonly EventRecord[],
  lines: readonly ChargedLine[],
  today: Day,
): string | undefined {
  const expected = expectedDays(events);
  const charged = chargedSeats(lines);
  const now = numberOf(today);
  for (const on of new Set([...expected.keys(), ...charged.keys()])) {
    const [due, paidFor] = [expected.get(on)?.seats ?? 0, charged.get(on) ?? 0];
    const isAhead = on >= now && paidFor === 0;
    if (due !== paidFor && !isAhead) return `on ${dayOf(on)} ${due} seats are due and ${paidFor} are charged`;
  }
  return moneyDifference(expected, charged, lines);
}

function moneyDifference(
  expected: ReadonlyMap<DayNumber, ExpectedDay>,
  charged: ReadonlyMap<DayNumber, number>,
  lines: readonly ChargedLine[],
): string | undefined {
  const amounts = lines.filter((line) => !isFee(line)).map(({ amount }) => amount);
  let exact = 0;
  for (const [on, seats] of charged) {
    const price = expected.get(on)?.price;
    if (price) exact += (seats * price.cyclePrice) / price.cycleDays;
  }
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  const tolerance = 0.005 * amounts.length + 1e-6;
  return Math.abs(sum - exact) > tolerance
    ? `${sum.toFixed(2)} is charged where ${exact.toFixed(4)} is due, more than ${amounts.length} roundings apart`
    : undefined;
}

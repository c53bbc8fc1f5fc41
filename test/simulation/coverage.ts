import type { SubscriptionSnapshot } from '../../events/commerce.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import {
  addDays,
  addMonths,
  type Day,
  day,
  daysBetween,
  instant,
  monthsElapsed,
  utcDay,
} from '../../shared/kernel/time.ts';

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

interface Life {
  readonly days: Map<Day, ExpectedDay>;
  isActive: boolean;
  seats: number;
  termStart: Day;
  termEnd: Day;
  snapshot: SubscriptionSnapshot;
}

/** Days to be paid, from the first of the subscription to the end of its present term. */
export function expectedDays(events: readonly EventRecord[]): ReadonlyMap<Day, ExpectedDay> {
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
  const on = event.type === 'SubscriptionRenewed' ? day(snapshot.termStartOn) : utcDay(instant(event.occurredAt));
  if (!life) return begun(emptyLife(snapshot), on, snapshot);
  switch (event.type) {
    case 'SubscriptionRenewed':
      return begun(life, on, { ...snapshot, quantity: life.seats });
    case 'SubscriptionSuspended':
      return suspended(life, on, snapshot);
    case 'SubscriptionReactivated':
      return on >= life.termEnd
        ? begun(life, on, snapshot)
        : paid({ ...life, isActive: true, snapshot }, on, snapshot.quantity);
    case 'SubscriptionUpdated':
      if (snapshot.billingCycle !== life.snapshot.billingCycle) return begun(life, on, snapshot);
      return snapshot.quantity === life.seats
        ? { ...life, snapshot }
        : paid({ ...life, snapshot }, on, snapshot.quantity);
    default:
      return life;
  }
}

const emptyLife = (snapshot: SubscriptionSnapshot): Life => ({
  days: new Map(),
  isActive: false,
  seats: 0,
  termStart: day(snapshot.termStartOn),
  termEnd: day(snapshot.termStartOn),
  snapshot,
});

/** A term begins; what an older one had still to give is replaced by it. */
function begun(life: Life, on: Day, snapshot: SubscriptionSnapshot): Life {
  const termEnd = day(snapshot.commitmentEndOn!);
  for (let at = on; at < life.termEnd; at = addDays(at, 1)) life.days.delete(at);
  return paid({ ...life, isActive: true, termStart: on, termEnd, snapshot }, on, snapshot.quantity);
}

/** From a day on, so many seats are to be paid until the term ends. */
function paid(life: Life, from: Day, seats: number): Life {
  for (let on = from; on < life.termEnd; on = addDays(on, 1))
    life.days.set(on, { seats, price: priceOf(life.snapshot, on) });
  return { ...life, seats };
}

function suspended(life: Life, on: Day, snapshot: SubscriptionSnapshot): Life {
  if (on >= life.termEnd || !life.isActive) return { ...life, isActive: false, snapshot };
  const isRefunded = daysBetween(life.termStart, on) <= FULL_REFUND_DAYS;
  for (let at = isRefunded ? life.termStart : on; at < life.termEnd; at = addDays(at, 1)) life.days.delete(at);
  return { ...life, isActive: false, snapshot };
}

function priceOf({ anchorOn, billingCycle, priceLock }: SubscriptionSnapshot, on: Day): ExpectedDay['price'] {
  const months = billingCycle === 'annual' ? 12 : 1;
  const anchor = day(anchorOn);
  const elapsed = Math.floor(monthsElapsed(anchor, on) / months) * months;
  const [start, end] = [addMonths(anchor, elapsed), addMonths(anchor, elapsed + months)];
  return { cyclePrice: Number(priceLock!.wholesale) * months, cycleDays: daysBetween(start, end) };
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
export function chargedSeats(lines: readonly ChargedLine[]): Map<Day, number> {
  const seats = new Map<Day, number>();
  for (const line of lines)
    if (!isFee(line))
      for (let on = line.from; on <= line.to; on = addDays(on, 1))
        seats.set(on, (seats.get(on) ?? 0) + Math.sign(line.unitPrice) * line.quantity);
  return seats;
}

/**
 * Says where the charges of a subscription differ from what its events make due before `today`, or undefined. Every
 * line is rounded once, so that a sum may be off by half a cent for each.
 */
export function difference(
  events: readonly EventRecord[],
  lines: readonly ChargedLine[],
  today: Day,
): string | undefined {
  const expected = expectedDays(events);
  const charged = chargedSeats(lines);
  for (const on of new Set([...expected.keys(), ...charged.keys()])) {
    const [due, paidFor] = [expected.get(on)?.seats ?? 0, charged.get(on) ?? 0];
    if (on < today && due !== paidFor) return `on ${on} ${due} seats are due and ${paidFor} are charged`;
    if (on >= today && paidFor !== 0 && due !== paidFor)
      return `on ${on} ${due} seats will be due and ${paidFor} are charged`;
  }
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

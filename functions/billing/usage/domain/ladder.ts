import { Exact } from '../../../../shared/kernel/exact.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { ExchangeRate, MeterDiscount, MeterRate, RateBook } from '../../rate-cards/domain/rate-book.ts';

/**
 * A ladder is how far a meter's units of one billing period have climbed: first through what is included, then from
 * tier to tier (U1, U2). Units climb day by day; units that are taken back leave from the top, those of the latest day
 * first. It only counts: what a unit costs says the tariff of its day.
 */

/** A product of quantity, rate, discount, exchange and tax keeps all of its digits. */
export const Digits = Exact.clone({ precision: 120 });
export type Digits = Exact;
export const NOTHING: Digits = new Digits(0);

/** What units of a day are priced by. A new version, discount or month of exchange is another tariff (U4). */
export interface Tariff {
  readonly name: string;
  readonly rate: MeterRate;
  readonly included: Digits;
  readonly tiers: readonly Tier[];
  readonly discount: MeterDiscount;
  readonly exchange: ExchangeRate;
}

export interface Tier {
  readonly from: Digits;
  readonly rate: Digits;
}

/** Units of one day that climbed one step together. */
export interface Step {
  readonly on: Day;
  readonly tariff: Tariff;
  /** Which tier of the tariff; absent for what is included. */
  readonly tier?: number;
  /** The billable position below the first of them. */
  readonly from: Digits;
  quantity: Digits;
}

export interface Ladder {
  /** Units that cost nothing so far. */
  included: Digits;
  /** Units that are billable so far: the position in the tiers. */
  billable: Digits;
  /** Units that were taken back and had never been used: the next ones settle them, for a period is never below zero. */
  owed: Digits;
}

export const emptyLadder = (): Ladder => ({ included: NOTHING, billable: NOTHING, owed: NOTHING });

/**
 * Units of a day climb; a negative quantity takes units back, and the steps that `taken` holds are all that may leave.
 * Tells what moved: the steps that came, or those that left with their quantities negative.
 */
export function climb(
  ladder: Ladder,
  taken: Step[],
  units: { on: Day; quantity: Digits; tariff: Tariff },
): readonly Step[] {
  return units.quantity.isNegative() ? descend(ladder, taken, units.quantity.neg()) : ascend(ladder, taken, units);
}

function ascend(
  ladder: Ladder,
  taken: Step[],
  { on, tariff, quantity: used }: { on: Day; quantity: Digits; tariff: Tariff },
): readonly Step[] {
  const height = taken.length;
  let left = used;
  if (!ladder.owed.isZero()) {
    const settled = Digits.min(left, ladder.owed);
    ladder.owed = ladder.owed.minus(settled);
    left = left.minus(settled);
  }
  const free = Digits.min(left, Digits.max(tariff.included.minus(ladder.included), NOTHING));
  if (!free.isZero()) {
    taken.push({ on, tariff, from: ladder.billable, quantity: free });
    ladder.included = ladder.included.plus(free);
    left = left.minus(free);
  }
  while (!left.isZero()) {
    const tier = tierAt(tariff, ladder.billable);
    const next = tariff.tiers[tier + 1];
    const quantity = next ? Digits.min(left, next.from.minus(ladder.billable)) : left;
    taken.push({ on, tariff, tier, from: ladder.billable, quantity });
    ladder.billable = ladder.billable.plus(quantity);
    left = left.minus(quantity);
  }
  return taken.slice(height);
}

/** Key k of the tiers prices the units above k: at the position k itself the next unit is of that tier. */
function tierAt({ tiers }: Tariff, position: Digits): number {
  let tier = 0;
  while (tiers[tier + 1]?.from.lte(position)) tier += 1;
  return tier;
}

function descend(ladder: Ladder, taken: Step[], quantity: Digits): readonly Step[] {
  const gone: Step[] = [];
  let left = quantity;
  for (let top = taken.at(-1); top && !left.isZero(); top = taken.at(-1)) {
    const back = Digits.min(left, top.quantity);
    if (top.tier === undefined) ladder.included = ladder.included.minus(back);
    else ladder.billable = ladder.billable.minus(back);
    gone.push({ ...top, quantity: back.neg() });
    top.quantity = top.quantity.minus(back);
    if (top.quantity.isZero()) taken.pop();
    left = left.minus(back);
  }
  ladder.owed = ladder.owed.plus(left);
  return gone;
}

/**
 * The tariff of each day of one meter. Days of one tariff share it.
 * @throws InvariantError where a day has no rate or no exchange rate: the subscription waits until it has
 */
export function tariffsOf(meterId: string, book: RateBook): (on: Day) => Tariff {
  const byName = new Map<string, Tariff>();
  const byDay = new Map<Day, Tariff>();
  return (on) => {
    const known = byDay.get(on);
    if (known) return known;
    const tariff = tariffOn(on, meterId, book);
    const shared = byName.get(tariff.name) ?? tariff;
    byName.set(tariff.name, shared);
    byDay.set(on, shared);
    return shared;
  };
}

function tariffOn(on: Day, meterId: string, book: RateBook): Tariff {
  const rate = book.meter(meterId, on);
  if (!rate) invariant(false, `a rate card has the meter ${meterId} on ${on}`);
  const discount = book.discount(meterId, on);
  const exchange = book.exchange(on, rate.currency);
  if (!exchange) invariant(false, `an exchange rate from ${rate.currency} to ${book.currency} is published for ${on}`);
  const name = `${rate.version} ${discount.fraction} ${exchange.publishedFor ?? ''} ${exchange.rate}`;
  return { name, rate, discount, exchange, ...numbersOf(rate) };
}

/** Thousands of subscriptions share a rate: its texts are read once. */
const numbers = new WeakMap<MeterRate, Pick<Tariff, 'included' | 'tiers'>>();

function numbersOf(rate: MeterRate): Pick<Tariff, 'included' | 'tiers'> {
  const known = numbers.get(rate);
  if (known) return known;
  const read = {
    included: new Digits(rate.includedQuantity),
    tiers: rate.tiers.map((tier) => ({ from: new Digits(tier.from), rate: new Digits(tier.rate) })),
  };
  invariant(read.tiers[0]?.from.isZero(), `the first tier of ${rate.meterId} begins at 0`);
  numbers.set(rate, read);
  return read;
}

import fc from 'fast-check';
import type { BillingCycle, Entry, PriceLock } from '../../shared/kernel/seat-rating/history.ts';
import { addDays, addMonths, type Day, day, daysBetween, monthsElapsed } from '../../shared/kernel/time.ts';
import { aLock } from './billing-history.ts';

/**
 * Random lives of subscriptions as commerce could tell them, with deliveries that come late, and how many seats were
 * really in use on each day: the yardstick that posting is held against.
 */
export interface Life {
  readonly entries: readonly Entry[];
  /** Seats charged on a day once everything is known; 0 while suspended, and in a term that was taken back. */
  readonly seatsOn: (on: Day) => number;
  readonly endsOn: Day;
}

/** When the next thing happens: so many days later, or so many before (negative) or after the end of the running term. */
type Wait = { readonly days: number } | { readonly fromTermEnd: number };

interface Step {
  readonly wait: Wait;
  readonly action: 'resize' | 'suspend' | 'recycle' | 'note' | 'flag';
  readonly quantity: number;
  readonly price: number;
  readonly delay: number;
}

/** Days that a delivery takes: mostly none, often past the next day, sometimes past the next run or several. */
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 1, arbitrary: fc.integer({ min: 6, max: 70 }) },
  { weight: 1, arbitrary: fc.integer({ min: 71, max: 380 }) },
);

/** Things crowd where it is difficult: on one day, and around the end of a term. */
const wait: fc.Arbitrary<Wait> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ days: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 4, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 41, max: 200 }) }) },
  { weight: 3, arbitrary: fc.record({ fromTermEnd: fc.integer({ min: -3, max: 2 }) }) },
);

const stepWith = (late: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({
    wait,
    action: fc.constantFrom('resize', 'resize', 'suspend', 'suspend', 'recycle', 'note', 'flag', 'flag'),
    quantity: fc.integer({ min: 1, max: 50 }),
    price: fc.integer({ min: 0, max: 9999 }),
    delay: late,
  });

/** An add-on takes over the term of its base, of which so many days are left when it is bought (R8). */
const daysLeft = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 4, max: 365 }) },
);

const lifeWith = (late: fc.Arbitrary<number>): fc.Arbitrary<Life> =>
  fc
    .record({
      start: fc.integer({ min: 0, max: 1500 }),
      cycle: fc.constantFrom('monthly', 'annual'),
      daysLeft,
      first: stepWith(late),
      steps: fc.array(stepWith(late), { maxLength: 12 }),
      renewalDelays: fc.array(late, { minLength: 12, maxLength: 12 }),
    })
    .map(({ start, cycle, daysLeft: left, first, steps, renewalDelays }) => {
      const startOn = addDays(day('2015-01-01'), start);
      const anchorOn = left === undefined ? startOn : addMonths(addDays(startOn, left), -12);
      return live({ startOn, anchorOn, cycle: cycle as BillingCycle }, first, steps, renewalDelays);
    });

/** No save later than 400 days: all of it counts. */
export const life: fc.Arbitrary<Life> = lifeWith(delay);

/** Some saves come years late: what they would have changed more than 400 days back does not count. */
export const lateLife: fc.Arbitrary<Life> = lifeWith(
  fc.oneof({ weight: 6, arbitrary: delay }, { weight: 1, arbitrary: fc.integer({ min: 381, max: 1200 }) }),
);

type Draft = { -readonly [Name in keyof Entry]?: Entry[Name] };

interface Truth {
  isActive: boolean;
  quantity: number;
  autoRenew: boolean;
  windowStartOn: Day;
  anchorOn: Day;
  termEndOn: Day;
  cycle: BillingCycle;
}

function live(
  { startOn, anchorOn, cycle }: { startOn: Day; anchorOn: Day; cycle: BillingCycle },
  first: Step,
  steps: readonly Step[],
  renewalDelays: readonly number[],
): Life {
  const entries: Entry[] = [];
  const changes: { on: Day; seats: number; backFrom?: Day }[] = [];
  const truth: Truth = {
    isActive: true,
    quantity: first.quantity,
    autoRenew: true,
    windowStartOn: startOn,
    anchorOn,
    termEndOn: addMonths(anchorOn, 12),
    cycle,
  };
  const add = (kind: Entry['kind'], on: Day, delayDays: number, what: Draft = {}): void => {
    const version = entries.length + 1;
    entries.push({ kind, version, eventId: `e${version}`, effectiveOn: on, storedOn: addDays(on, delayDays), ...what });
  };
  const seats = (on: Day): void => void changes.push({ on, seats: truth.isActive ? truth.quantity : 0 });
  const beginTerm = (on: Day, anchorOn: Day, price: number): { lock: PriceLock; termEndOn: Day } => {
    Object.assign(truth, { windowStartOn: on, anchorOn, isActive: true });
    truth.termEndOn = addMonths(anchorOn, 12 * (Math.floor(monthsElapsed(anchorOn, on) / 12) + 1));
    return { lock: aLock((price / 100).toFixed(2)), termEndOn: truth.termEndOn };
  };
  add('created', startOn, first.delay, {
    quantity: first.quantity,
    billingCycle: cycle,
    ...(anchorOn !== startOn && { anchorOn }),
    ...beginTerm(startOn, anchorOn, first.price),
  });
  seats(startOn);
  let on = startOn;
  let renewals = 0;
  /** Ends of terms on the way to a day: commerce renews, or the subscription expires. */
  const settleUntil = (until: Day): void => {
    while (truth.isActive && truth.termEndOn <= until) {
      const endOn = truth.termEndOn;
      const late = renewalDelays[renewals++ % renewalDelays.length]!;
      if (truth.autoRenew) {
        add('renewed', endOn, late, beginTerm(endOn, truth.anchorOn, 100 * renewals));
      } else {
        truth.isActive = false;
        add('suspended', endOn, late);
      }
      seats(endOn);
    }
  };
  for (const next of steps) {
    on = dayAfter(next.wait);
    settleUntil(on);
    carryOut(next, on);
  }
  settleUntil(addDays(on, 30));

  function dayAfter(asked: Wait): Day {
    if ('days' in asked) return addDays(on, asked.days);
    const wanted = addDays(truth.termEndOn, asked.fromTermEnd);
    return wanted > on ? wanted : on;
  }

  function carryOut({ action, quantity, price, delay: late }: Step, at: Day): void {
    if (action === 'note') {
      add('noted', at, late, { friendlyName: `name ${price}` });
    } else if (action === 'flag') {
      truth.autoRenew = !truth.autoRenew;
      add('noted', at, late, { autoRenew: truth.autoRenew });
    } else if (!truth.isActive) {
      reactivate(at, price, late);
    } else if (action === 'suspend') {
      truth.isActive = false;
      const isBack = daysBetween(truth.windowStartOn, at) <= 30;
      changes.push({ on: at, seats: 0, ...(isBack && { backFrom: truth.windowStartOn }) });
      add('suspended', at, late);
    } else if (action === 'recycle') {
      truth.cycle = truth.cycle === 'monthly' ? 'annual' : 'monthly';
      add('recycled', at, late, { quantity: truth.quantity, billingCycle: truth.cycle, ...beginTerm(at, at, price) });
      seats(at);
    } else {
      truth.quantity = quantity;
      add('resized', at, late, { quantity });
      seats(at);
    }
  }

  function reactivate(at: Day, price: number, late: number): void {
    if (at >= truth.termEndOn) add('reactivated', at, late, { billingCycle: truth.cycle, ...beginTerm(at, at, price) });
    else add('reactivated', at, late, { termEndOn: truth.termEndOn });
    truth.isActive = true;
    seats(at);
  }

  return { entries, endsOn: addDays(on, 30), seatsOn: (asked) => seatsOn(changes, asked) };
}

function seatsOn(changes: readonly { on: Day; seats: number; backFrom?: Day }[], on: Day): number {
  let seats = 0;
  for (const change of changes) {
    if (change.on <= on) seats = change.seats;
    else if (change.backFrom !== undefined && change.backFrom <= on) return 0;
  }
  return seats;
}

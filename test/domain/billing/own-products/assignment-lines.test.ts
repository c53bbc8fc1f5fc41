import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type Assignment,
  endingOn,
  hasEnded,
  isEndPosted,
  later,
  resized,
  takenAwayOn,
} from '../../../../functions/billing/own-products/domain/assignment.ts';
import {
  type AssignmentLine,
  assignmentLines,
} from '../../../../functions/billing/own-products/domain/assignment-lines.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { addDays, addMonths, type Day, day, daysBetween } from '../../../../shared/kernel/time.ts';

const anAssignment = (over: Partial<Assignment> & { start?: string; quantity?: number } = {}): Assignment => {
  const { start = '2026-01-31', quantity = 2, ...members } = over;
  const startOn = day(start);
  return {
    ...{ partnerId: 'p', customerId: 'c', assignmentId: 'a', productId: 'x', billingFrequency: 'monthly' },
    ...{ unitPrice: '10.00', currency: 'USD', isPriceOverridden: false, instalments: 1, version: 1 },
    ...{ startOn, storedOn: startOn, quantities: [{ on: startOn, quantity }] },
    ...members,
  };
};
const of = (assignment: Assignment, from: string, to: string) =>
  assignmentLines(assignment, day(from), day(to)).map(
    ({ postedOn, start, end, quantity, sign, amount }) => `${postedOn} ${start} ${end} ${sign * quantity} ${amount}`,
  );
const total = (lines: readonly AssignmentLine[]) => lines.reduce((sum, { amount }) => sum + amount, 0n);

describe('BIL-7: own products by the month and year (B4)', () => {
  test('BIL-7: cycles count from the start without drift, each in advance', () => {
    expect(of(anAssignment(), '2026-01-01', '2026-05-01')).toEqual([
      '2026-01-31 2026-01-31 2026-02-28 2 2000',
      '2026-02-28 2026-02-28 2026-03-31 2 2000',
      '2026-03-31 2026-03-31 2026-04-30 2 2000',
      '2026-04-30 2026-04-30 2026-05-31 2 2000',
    ]);
    expect(of(anAssignment({ start: '2024-02-29', billingFrequency: 'annual' }), '2025-01-01', '2029-01-01')).toEqual([
      '2025-02-28 2025-02-28 2026-02-28 2 2000',
      '2026-02-28 2026-02-28 2027-02-28 2 2000',
      '2027-02-28 2027-02-28 2028-02-29 2 2000',
      '2028-02-29 2028-02-29 2029-02-28 2 2000',
    ]);
  });

  test('BIL-7: P1 and P2: other units are prorated like seats', () => {
    const p1 = resized(anAssignment({ start: '2018-01-13', quantity: 1, unitPrice: '4.00' }), 2, day('2018-02-01'));
    expect(of(p1, '2018-01-01', '2018-02-14')).toEqual([
      '2018-01-13 2018-01-13 2018-02-13 1 400',
      '2018-02-01 2018-01-13 2018-02-13 -1 -400',
      '2018-02-01 2018-01-13 2018-02-01 1 245',
      '2018-02-01 2018-02-01 2018-02-13 2 310',
      '2018-02-13 2018-02-13 2018-03-13 2 800',
    ]);
    const yearly = { start: '2018-01-13', quantity: 1, unitPrice: '48.00', billingFrequency: 'annual' } as const;
    const p2 = resized(anAssignment(yearly), 2, day('2018-02-01'));
    expect(total(assignmentLines(p2, day('2018-02-01'), day('2018-02-02')))).toBe(4550n);
    const [first, back, ...rest] = assignmentLines(p1, day('2018-01-01'), day('2018-02-02'));
    expect([back!.reverses, back!.formula]).toEqual([first!.key, '-(1 x 4.00 x 31/31)']);
    expect(rest.map(({ formula }) => formula)).toEqual(['1 x 4.00 x 19/31', '2 x 4.00 x 12/31']);
  });

  it.each`
    currency | price       | end             | lines
    ${'USD'} | ${'10.00'}  | ${'2026-02-10'} | ${['2026-01-31 2026-01-31 2026-02-28 2 2000', '2026-02-10 2026-02-10 2026-02-28 -2 -1286']}
    ${'JPY'} | ${'543'}    | ${'2026-02-10'} | ${['2026-01-31 2026-01-31 2026-02-28 2 1086', '2026-02-10 2026-02-10 2026-02-28 -2 -698']}
    ${'BHD'} | ${'10.005'} | ${'2026-02-10'} | ${['2026-01-31 2026-01-31 2026-02-28 2 20010', '2026-02-10 2026-02-10 2026-02-28 -2 -12864']}
    ${'USD'} | ${'10.00'}  | ${'2026-02-28'} | ${['2026-01-31 2026-01-31 2026-02-28 2 2000']}
    ${'USD'} | ${'10.00'}  | ${'2026-01-31'} | ${[]}
  `('BIL-7: $price $currency, ended from $end on, charges $lines', ({ currency, price, end, lines }) => {
    const ended = endingOn(anAssignment({ currency, unitPrice: price }), day(end), day('2026-01-31'));
    expect(of(ended, '2026-01-01', '2027-01-01')).toEqual(lines);
  });

  test('BIL-7: what began or ended on days that are over is posted on the day it was stored', () => {
    const late = anAssignment({ storedOn: day('2026-03-05') });
    const ended = endingOn(late, day('2026-03-01'), day('2026-04-02'));
    expect(of(ended, '2026-01-01', '2026-03-05')).toEqual([]);
    expect(of(ended, '2026-03-05', '2026-03-06')).toEqual([
      '2026-03-05 2026-01-31 2026-02-28 2 2000',
      '2026-03-05 2026-02-28 2026-03-31 2 2000',
    ]);
    expect(of(ended, '2026-03-06', '2027-01-01')).toEqual([
      '2026-03-31 2026-03-31 2026-04-30 2 2000',
      '2026-04-02 2026-03-01 2026-03-31 -2 -1935',
      '2026-04-02 2026-03-31 2026-04-30 -2 -2000',
    ]);
  });

  test('BIL-7: of several changes of a day the last one counts, and one that is taken back was none', () => {
    const on = day('2026-02-10');
    const twice = resized(resized(anAssignment(), 5, on), 7, on);
    expect(twice.quantities.map(({ quantity }) => quantity)).toEqual([2, 7]);
    expect(resized(twice, 2, on)).toEqual(anAssignment());
    expect(resized(anAssignment(), 9, day('2026-01-02')).quantities).toEqual([{ on: '2026-01-31', quantity: 9 }]);
  });
});

describe('BIL-7: one-off work in instalments (B4a)', () => {
  const work = (over: Partial<Assignment> = {}) =>
    anAssignment({ billingFrequency: 'oneTime', unitPrice: '1000', quantity: 1, instalments: 3, ...over });

  test('BIL-7: P18: 1000.00 in three parts', () => {
    expect(of(work(), '2026-01-01', '2030-01-01')).toEqual([
      '2026-01-31 2026-01-31 2026-02-01 1 33333',
      '2026-02-28 2026-02-28 2026-03-01 1 33334',
      '2026-03-31 2026-03-31 2026-04-01 1 33333',
    ]);
  });

  it.each`
    currency | price       | instalments | parts
    ${'JPY'} | ${'1000'}   | ${3}        | ${[333n, 334n, 333n]}
    ${'BHD'} | ${'1000'}   | ${3}        | ${[333333n, 333334n, 333333n]}
    ${'JPY'} | ${'1'}      | ${3}        | ${[0n, 1n, 0n]}
    ${'USD'} | ${'99.995'} | ${1}        | ${[10000n]}
  `('BIL-7: $price $currency in $instalments', ({ currency, price, instalments, parts }) => {
    const lines = assignmentLines(
      work({ currency, unitPrice: price, instalments }),
      day('2026-01-01'),
      day('2027-01-01'),
    );
    expect(lines.map(({ amount }) => amount)).toEqual(parts);
  });

  test('BIL-7: parts that were due when it was stored are posted then; an end leaves out those to come', () => {
    const late = work({ storedOn: day('2026-03-05') });
    expect(of(late, '2026-03-05', '2026-03-06')).toEqual([
      '2026-03-05 2026-01-31 2026-02-01 1 33333',
      '2026-03-05 2026-02-28 2026-03-01 1 33334',
    ]);
    const ended = endingOn(work(), takenAwayOn(work(), day('2026-02-28')), day('2026-02-28'));
    expect(of(ended, '2026-01-01', '2030-01-01')).toEqual(['2026-01-31 2026-01-31 2026-02-01 1 33333']);
    const never = endingOn(late, takenAwayOn(late, day('2026-03-05')), day('2026-03-05'));
    expect(of(never, '2026-01-01', '2030-01-01')).toEqual([]);
  });
});

// --- lives -----------------------------------------------------------------------------------------------------------

const EPOCH = day('2024-01-01');
const at = (offset: number): Day => addDays(EPOCH, offset);

/** What a partner does on a day, as the operations do it: what is not possible on that day is left out. */
type Act = { readonly on: number } & (
  | { readonly kind: 'resize'; readonly quantity: number }
  | { readonly kind: 'end'; readonly endsOn: number }
  | { readonly kind: 'goOn' }
  | { readonly kind: 'takeAway' }
);
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ on: fc.nat(900), kind: fc.constant('resize' as const), quantity: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ on: fc.nat(900), kind: fc.constant('end' as const), endsOn: fc.nat(1000) }),
  fc.record({ on: fc.nat(900), kind: fc.constant('goOn' as const) }),
  fc.record({ on: fc.nat(900), kind: fc.constant('takeAway' as const) }),
);

function acted(assignment: Assignment, act: Act): Assignment {
  const today = at(act.on);
  if (act.kind === 'resize') return hasEnded(assignment, today) ? assignment : resized(assignment, act.quantity, today);
  if (act.kind === 'takeAway')
    return hasEnded(assignment, today) ? assignment : endingOn(assignment, takenAwayOn(assignment, today), today);
  if (isEndPosted(assignment, today)) return assignment;
  if (act.kind === 'goOn') return endingOn(assignment, undefined, today);
  const endOn = later(at(act.endsOn), addDays(assignment.startOn, 1));
  return endOn === assignment.end?.on ? assignment : endingOn(assignment, endOn, today);
}

const lives = fc
  .record({
    frequency: fc.constantFrom('monthly' as const, 'annual' as const),
    ...{ start: fc.nat(500), lateBy: fc.oneof(fc.constant(0), fc.integer({ min: -200, max: 300 })) },
    ...{ quantity: fc.integer({ min: 1, max: 40 }), price: fc.nat(99_999), acts: fc.array(acts, { maxLength: 8 }) },
    currency: fc.constantFrom('USD', 'JPY', 'BHD'),
  })
  .map(({ frequency, start, lateBy, quantity, price, acts: done, currency }) => {
    const storedOn = at(Math.max(0, start + lateBy));
    const begun = anAssignment({
      ...{ billingFrequency: frequency, start: at(start), storedOn, quantity, currency },
      unitPrice: new Exact(price).div(10 ** minorUnitDecimals(currency)).toFixed(),
    });
    const inOrder = done.filter((act) => at(act.on) >= storedOn).sort((a, b) => a.on - b.on);
    /** The assignment as it was stored after each day on which something was done. */
    const states = [{ on: storedOn, assignment: begun }];
    for (const act of inOrder) states.push({ on: at(act.on), assignment: acted(states.at(-1)!.assignment, act) });
    return { states, final: states.at(-1)!.assignment };
  });

const [FIRST, LAST] = [at(0), at(1300)];

test('BIL-7: lines of [a, c) are those of [a, b) and [b, c), and what is stored later changes no line of a day that is over', () => {
  const cuts = fc.array(fc.nat(1300), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lives, cuts, ({ states, final }, places) => {
      const days = [FIRST, ...places.sort((a, b) => a - b).map(at), LAST];
      const whole = assignmentLines(final, FIRST, LAST);
      expect(new Set(whole.map(({ key }) => key)).size, 'each has its own key').toBe(whole.length);
      // Each window is computed by what was stored when it was over, as bills are.
      const pieces = days.slice(1).flatMap((end, index) => {
        const known = states.findLast(({ on }) => on < end);
        return known ? assignmentLines(known.assignment, days[index]!, end) : [];
      });
      expect(pieces).toEqual(whole);
    }),
    { numRuns: 1000 },
  );
});

test('BIL-7: over a whole life all lines are what is right: each stretch of units rounded once, less what is left of it', () => {
  fc.assert(
    fc.property(lives, ({ final }) => {
      const { startOn, storedOn, quantities, end, unitPrice, currency } = final;
      const months = final.billingFrequency === 'monthly' ? 1 : 12;
      const minor = new Exact(unitPrice).times(new Exact(10).pow(minorUnitDecimals(currency)));
      const rounded = (units: number, days: number, cycleDays: number) =>
        BigInt(minor.times(units).times(days).div(cycleDays).toDecimalPlaces(0).toFixed(0));
      const endKnownOn = end && later(end.on, end.storedOn);
      let right = 0n;
      for (let cycle = 0; ; cycle += 1) {
        const [start, next] = [addMonths(startOn, cycle * months), addMonths(startOn, (cycle + 1) * months)];
        const postedOn = later(start, storedOn);
        if (postedOn >= LAST) break;
        if (end && end.on <= start && end.storedOn <= postedOn) break;
        if (endKnownOn !== undefined && postedOn > endKnownOn) break;
        const cycleDays = daysBetween(start, next);
        // Units that changed within the cycle, from the day on which it was charged on.
        const within = quantities.slice(1).filter(({ on }) => on >= postedOn && on >= start && on < next && on < LAST);
        const before = quantities.findLast(({ on }) => on < postedOn) ?? quantities[0]!;
        const bounds = [start, ...within.map(({ on }) => on), next];
        const units = [before, ...within].map(({ quantity }) => quantity);
        for (const [index, quantity] of units.entries()) {
          const [from, to] = [bounds[index]!, bounds[index + 1]!];
          if (from === to) continue;
          right += rounded(quantity, daysBetween(from, to), cycleDays);
          if (end && endKnownOn! < LAST && to > end.on)
            right -= rounded(quantity, daysBetween(later(from, end.on), to), cycleDays);
        }
      }
      expect(total(assignmentLines(final, FIRST, LAST))).toBe(right);
    }),
    { numRuns: 1000 },
  );
});

test('BIL-7: monthly lines are those of a seat that is bought, resized and handed over on these days (R7)', () => {
  fc.assert(
    fc.property(
      // Seats reach back 400 days, assignments as far as they begin.
      lives.filter(
        ({ final: { billingFrequency, end } }) =>
          billingFrequency === 'monthly' && (!end || daysBetween(end.on, end.storedOn) <= 400),
      ),
      ({ final }) => {
        const { startOn, storedOn, quantities, end, unitPrice: wholesale, currency } = final;
        const lock = { priceList: '2024-01', currency, wholesale, list: wholesale, discountPercent: '0' };
        const first = { effectiveOn: startOn, storedOn, quantity: quantities[0]!.quantity };
        const entries: Entry[] = [
          { kind: 'created', ...first, lock, termEndOn: day('9999-12-31'), version: 1, eventId: '0' },
          ...quantities.slice(1).map(
            ({ on, quantity }, index): Entry => ({
              ...{ kind: 'resized', effectiveOn: on, storedOn: on, quantity },
              ...{ version: index + 2, eventId: String(index + 1) },
            }),
          ),
          ...(end
            ? [
                {
                  kind: 'handedOver' as const,
                  effectiveOn: end.on,
                  storedOn: end.storedOn,
                  version: 99,
                  eventId: 'end',
                },
              ]
            : []),
        ];
        const facts = (
          lines: readonly Pick<AssignmentLine, 'postedOn' | 'start' | 'end' | 'quantity' | 'sign' | 'amount'>[],
        ) =>
          lines.map(({ postedOn, start, end: to, quantity, sign, amount }) => ({
            postedOn,
            start,
            to,
            units: sign * quantity,
            amount,
          }));
        // A seat's cycle that begins on the day it is handed over is charged and given back; ours is known to be over.
        const isNone = ({ postedOn, start }: { postedOn: Day; start: Day }) =>
          end !== undefined && postedOn === later(end.on, end.storedOn) && start >= end.on;
        const seats = facts(post(entries, { start: FIRST, end: LAST }).lines);
        const ours = facts(assignmentLines(final, FIRST, LAST));
        expect(ours.filter((line) => !isNone(line))).toEqual(seats.filter((line) => !isNone(line)));
        const net = (lines: typeof ours) => lines.filter(isNone).reduce((sum, { amount }) => sum + amount, 0n);
        expect(net(ours)).toBe(net(seats));
      },
    ),
    { numRuns: 1000 },
  );
});

test('BIL-7: instalments add up to the price exactly, and none is more than a minor unit from another', () => {
  const cases = fc.record({
    ...{
      units: fc.nat(99_999_999),
      quantity: fc.integer({ min: 1, max: 999_999 }),
      instalments: fc.integer({ min: 1, max: 60 }),
    },
    ...{ currency: fc.constantFrom('USD', 'JPY', 'BHD'), start: fc.nat(1000) },
  });
  fc.assert(
    fc.property(cases, ({ units, quantity, instalments, currency, start }) => {
      const unitPrice = new Exact(units).div(10_000).toFixed();
      const work = anAssignment({
        billingFrequency: 'oneTime',
        unitPrice,
        quantity,
        instalments,
        currency,
        start: at(start),
      });
      const lines = assignmentLines(work, FIRST, at(4000));
      expect(lines.map(({ postedOn }) => postedOn)).toEqual(
        Array.from({ length: instalments }, (_, index) => addMonths(at(start), index)),
      );
      const exact = new Exact(unitPrice).times(quantity).times(new Exact(10).pow(minorUnitDecimals(currency)));
      expect(total(lines)).toBe(BigInt(exact.toDecimalPlaces(0).toFixed(0)));
      const amounts = lines.map(({ amount }) => amount).sort((a, b) => Number(a - b));
      expect(amounts.at(-1)! - amounts[0]! <= 1n).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

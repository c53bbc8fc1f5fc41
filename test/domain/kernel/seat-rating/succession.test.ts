import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { addDays, addMonths, type Day, day, daysBetween } from '../../../../shared/kernel/time.ts';
import { aHistory, aLock, lineText, type Steps, totalText, window } from '../../../support/billing-history.ts';

const TERM = { billingCycle: 'monthly', lock: aLock('4.00', { earlyTerminationFee: { amount: '50.00' } }) } as const;
const texts = (steps: Steps, period: readonly [string, string]) =>
  post(aHistory(steps), window(...period)).lines.map(lineText);

describe('SUB-6 R11: whom the fee is due from', () => {
  test.each`
    kind               | fee      | because
    ${'suspended'}     | ${true}  | ${'the partner left early'}
    ${'stopped'}       | ${false} | ${'the program stopped it'}
    ${'deprovisioned'} | ${false} | ${'it was removed with its customer'}
    ${'handedOver'}    | ${false} | ${'it goes on with another partner'}
  `('SUB-6: $kind: $fee, because $because', ({ kind, fee }) => {
    const lines = texts(
      [
        ['created', '2018-01-01', { quantity: 10, ...TERM }],
        [kind, '2018-04-11'],
      ],
      ['2018-04-02', '2018-05-01'],
    );
    const credit = '2018-04-11..2018-04-30 Cancel fee -2.67 x 10 = -26.67';
    expect(lines).toEqual(fee ? [credit, '2018-04-11..2018-12-31 Cancel fee 50.00 x 1 = 50.00'] : [credit]);
  });
});

describe('PRG-9 R12: succession', () => {
  test('PRG-9: within 30 days of a term, too, only what is left is credited', () => {
    const steps: Steps = [
      ['created', '2018-01-01', { quantity: 10, ...TERM }],
      ['handedOver', '2018-01-11'],
    ];
    expect(texts(steps, ['2018-01-02', '2018-02-01'])).toEqual([
      '2018-01-11..2018-01-31 Cancel fee -2.71 x 10 = -27.10',
    ]);
  });

  test('PRG-9: what comes suspended is charged from its reactivation on, in the same cycles', () => {
    const taken = { quantity: 10, anchorOn: day('2018-01-01'), termEndOn: day('2019-01-01'), ...TERM };
    const steps: Steps = [
      ['takenOver', '2018-04-11', taken],
      ['reactivated', '2018-04-21'],
    ];
    expect(texts(steps, ['2018-04-01', '2018-06-01'])).toEqual([
      '2018-04-21..2018-04-30 Prorate fees when activate 1.33 x 10 = 13.33',
      '2018-05-01..2018-05-31 Cycle fee 4.00 x 10 = 40.00',
    ]);
  });

  test('PRG-9: what comes suspended and is not brought back in its term begins a new one', () => {
    const taken = { quantity: 10, anchorOn: day('2018-01-01'), termEndOn: day('2018-05-01'), ...TERM };
    const steps: Steps = [
      ['takenOver', '2018-04-11', taken],
      ['reactivated', '2018-05-21', { ...TERM, termEndOn: day('2019-05-21') }],
    ];
    expect(texts(steps, ['2018-04-01', '2018-06-01'])).toEqual([
      '2018-05-21..2018-06-20 Prorate fee when renew 4.00 x 10 = 40.00',
    ]);
  });

  // --- any life that is cut by a succession -------------------------------------------------------------------------

  interface Cut {
    readonly whole: readonly Entry[];
    readonly old: readonly Entry[];
    readonly next: readonly Entry[];
    readonly on: Day;
    readonly endsOn: Day;
    /** Seat changes of the new partner in the cycle in which it took over. */
    readonly changesBehind: number;
  }
  type Draft = Omit<Entry, 'version' | 'eventId' | 'storedOn'>;
  const numbered = (drafts: readonly Draft[]): Entry[] =>
    drafts.map((draft, index) => ({
      ...draft,
      version: index + 1,
      eventId: `e${index + 1}`,
      storedOn: draft.effectiveOn,
    }));

  /** A life of two terms with seat changes before, on and after the day on which it is cut. */
  const cut: fc.Arbitrary<Cut> = fc
    .record({
      start: fc.integer({ min: 0, max: 1500 }),
      cycle: fc.constantFrom('monthly' as const, 'annual' as const),
      price: fc.integer({ min: 1, max: 9999 }),
      nextPrice: fc.integer({ min: 1, max: 9999 }),
      cutAfter: fc.integer({ min: 0, max: 729 }),
      changes: fc.array(
        fc.record({ after: fc.integer({ min: 0, max: 729 }), seats: fc.integer({ min: 1, max: 60 }) }),
        { maxLength: 8 },
      ),
      near: fc.array(fc.record({ after: fc.integer({ min: -2, max: 2 }), seats: fc.integer({ min: 1, max: 60 }) }), {
        maxLength: 3,
      }),
      firstSeats: fc.integer({ min: 1, max: 60 }),
    })
    .map(({ start, cycle, price, nextPrice, cutAfter, changes, near, firstSeats }) => {
      const startOn = addDays(day('2015-01-01'), start);
      const on = addDays(startOn, cutAfter);
      const endsOn = addMonths(startOn, 24);
      const terms = [
        { startOn, endOn: addMonths(startOn, 12), lock: aLock((price / 100).toFixed(2)) },
        { startOn: addMonths(startOn, 12), endOn: endsOn, lock: aLock((nextPrice / 100).toFixed(2)) },
      ];
      const resizes = [
        ...changes.map(({ after, seats }) => ({ at: addDays(startOn, after), seats })),
        ...near.map(({ after, seats }) => ({ at: addDays(on, after), seats })),
      ]
        .filter(({ at }) => at >= startOn && at < endsOn)
        .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      const renewal: Draft = {
        kind: 'renewed',
        effectiveOn: terms[1]!.startOn,
        lock: terms[1]!.lock,
        termEndOn: endsOn,
      };
      const drafts: Draft[] = [
        {
          kind: 'created',
          effectiveOn: startOn,
          quantity: firstSeats,
          billingCycle: cycle,
          lock: terms[0]!.lock,
          termEndOn: terms[0]!.endOn,
        },
        ...resizes.map(({ at, seats }): Draft => ({ kind: 'resized', effectiveOn: at, quantity: seats })),
      ];
      const place = drafts.findIndex(({ effectiveOn }) => effectiveOn >= renewal.effectiveOn);
      drafts.splice(place < 0 ? drafts.length : place, 0, renewal);
      // Of the day itself the first half happened before it was moved.
      const onDay = drafts.filter(({ effectiveOn, kind }) => effectiveOn === on && kind === 'resized');
      const isBefore = (draft: Draft) =>
        draft.effectiveOn < on ||
        (draft.effectiveOn === on && (draft.kind !== 'resized' || onDay.indexOf(draft) < Math.ceil(onDay.length / 2)));
      const before = drafts.filter(isBefore);
      const after = drafts.filter((draft) => !isBefore(draft));
      const term = on >= terms[1]!.startOn ? terms[1]! : terms[0]!;
      const seats = before.reduce(
        (quantity, draft) => (draft.kind === 'renewed' ? quantity : (draft.quantity ?? quantity)),
        firstSeats,
      );
      const created: Draft = {
        kind: 'created',
        effectiveOn: on,
        quantity: seats,
        billingCycle: cycle,
        lock: term.lock,
        termEndOn: term.endOn,
        ...(startOn !== on && { anchorOn: startOn }),
      };
      const months = cycle === 'annual' ? 12 : 1;
      let cycleEnd = startOn;
      for (let index = months; cycleEnd <= on; index += months) cycleEnd = addMonths(startOn, index);
      return {
        whole: numbered(drafts),
        old: numbered([...before, { kind: 'handedOver', effectiveOn: on }]),
        next: numbered([created, ...after]),
        on,
        endsOn,
        changesBehind: after.filter(({ kind, effectiveOn }) => kind === 'resized' && effectiveOn < cycleEnd).length,
      };
    });

  const linesOf = (entries: readonly Entry[], endsOn: Day): readonly Line[] =>
    post(entries, { start: day('2014-01-01'), end: endsOn }).lines;
  const total = (lines: readonly Line[]): bigint => lines.reduce((sum, { amount }) => sum + amount, 0n);
  const seatsPerDay = (lines: readonly Line[], start: Day, end: Day): number[] => {
    const seats: number[] = Array(daysBetween(start, end)).fill(0);
    for (const line of lines)
      for (
        let at = Math.max(0, daysBetween(start, line.start));
        at < Math.min(seats.length, daysBetween(start, line.end));
        at += 1
      )
        seats[at]! += line.sign * line.quantity;
    return seats;
  };

  test('PRG-9: on the day itself the old partner gets to the cent what the new one pays', () => {
    fc.assert(
      fc.property(cut, ({ old, next, on, endsOn }) => {
        const handover = linesOf(old, endsOn).filter(({ reason }) => reason === 'succession');
        const [first] = linesOf(next, endsOn);
        expect(total(handover) + first!.amount).toBe(0n);
        expect(first!.start).toBe(on);
      }),
      { numRuns: 1000 },
    );
  });

  test('PRG-9: both together pay for each day what one would have paid, and in all the same to the cent', () => {
    fc.assert(
      fc.property(cut, ({ whole, old, next, endsOn, changesBehind }) => {
        const [one, two] = [linesOf(whole, endsOn), [...linesOf(old, endsOn), ...linesOf(next, endsOn)]];
        const start = whole[0]!.effectiveOn;
        expect(seatsPerDay(two, start, endsOn)).toEqual(seatsPerDay(one, start, endsOn));
        const difference = Number(total(two) - total(one));
        // A seat change behind the day cuts the new partner's part of the cycle anew: R4 rounds each of its pieces once.
        expect(Math.abs(difference)).toBeLessThanOrEqual(changesBehind === 0 ? 0 : 2);
      }),
      { numRuns: 1000 },
    );
  });

  test('PRG-9: with late deliveries, and in any order, the sums are the same', () => {
    fc.assert(
      fc.property(cut, fc.integer({ min: 0, max: 60 }), ({ old, next, endsOn }, late) => {
        const delayed = (entries: readonly Entry[]) =>
          entries.map((entry) =>
            entry.kind === 'handedOver' || entry.version === 1
              ? { ...entry, storedOn: addDays(entry.effectiveOn, late) }
              : entry,
          );
        const end = addDays(endsOn, 90);
        const [isOld, isNew] = [linesOf(delayed(old), end), linesOf(delayed(next), end)];
        expect(seatsPerDay([...isOld, ...isNew], old[0]!.effectiveOn, endsOn)).toEqual(
          seatsPerDay([...linesOf(old, end), ...linesOf(next, end)], old[0]!.effectiveOn, endsOn),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('PRG-9: an example: 7 seats at 16.01, moved on the 20th', () => {
    const term = { billingCycle: 'monthly', lock: aLock('16.01') } as const;
    const old = aHistory([
      ['created', '2018-01-05', { quantity: 7, ...term }],
      ['handedOver', '2018-02-20'],
    ]);
    const next = aHistory([
      ['created', '2018-02-20', { quantity: 7, anchorOn: day('2018-01-05'), termEndOn: day('2019-01-05'), ...term }],
    ]);
    // 13 of 28 days: 7 x 16.01 x 13/28 = 52.0325.
    expect(totalText(post(old, window('2018-02-06', '2018-03-01')).lines)).toBe('-52.03');
    expect(totalText(post(next, window('2018-02-06', '2018-03-01')).lines)).toBe('52.03');
  });
});

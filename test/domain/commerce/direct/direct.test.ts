import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  isForSupport,
  licencesEnding,
  serviceRequestNumber,
} from '../../../../functions/commerce/direct/domain/cancellation.ts';
import { runningTerm } from '../../../../functions/commerce/direct/domain/loaded.ts';
import { addDays, addMonths, day, monthsElapsed } from '../../../../shared/kernel/time.ts';

describe('ORD-7: what support cancels', () => {
  it.each`
    own   | addOns                            | licences | bySupport | because
    ${24} | ${[]}                             | ${24}    | ${false}  | ${'it is below 25'}
    ${25} | ${[]}                             | ${25}    | ${true}   | ${'from 25 on'}
    ${1}  | ${[['active', 24]]}               | ${25}    | ${true}   | ${'an add-on ends with its base'}
    ${10} | ${[['suspended', 40]]}            | ${10}    | ${false}  | ${'what is suspended ends nothing'}
    ${8}  | ${[['active', 8], ['active', 8]]} | ${24}    | ${false}  | ${'all of them are below 25'}
  `('$licences licences, because $because', ({ own, addOns, licences, bySupport }) => {
    const found = licencesEnding(
      { quantity: own },
      addOns.map(([status, quantity]: ['active' | 'suspended', number]) => ({ status, quantity })),
    );
    expect([found, isForSupport(found)]).toEqual([licences, bySupport]);
  });

  test('ORD-7: a number of a service request has 15 digits, and is the same for the same id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(serviceRequestNumber(id)).toMatch(/^[1-9]\d{14}$/);
        expect(serviceRequestNumber(id.toUpperCase())).toBe(serviceRequestNumber(id));
      }),
    );
  });
});

describe('SUB-1, SUB-8: the term of what is loaded', () => {
  it.each`
    startOn         | endOn           | today           | term                                          | because
    ${'2025-06-15'} | ${undefined}    | ${'2026-02-10'} | ${['2025-06-15', '2025-06-15', '2026-06-15']} | ${'it is the first one'}
    ${'2023-06-15'} | ${undefined}    | ${'2026-02-10'} | ${['2023-06-15', '2025-06-15', '2026-06-15']} | ${'it renewed twice'}
    ${'2024-02-29'} | ${undefined}    | ${'2026-02-28'} | ${['2024-02-29', '2026-02-28', '2027-02-28']} | ${'years without the day end a day before'}
    ${undefined}    | ${'2026-03-01'} | ${'2026-02-10'} | ${['2025-03-01', '2025-03-01', '2026-03-01']} | ${'it ends then'}
    ${undefined}    | ${undefined}    | ${'2026-02-10'} | ${['2026-02-10', '2026-02-10', '2027-02-10']} | ${'it begins today'}
    ${'2026-02-11'} | ${undefined}    | ${'2026-02-10'} | ${undefined}                                  | ${'it has not begun'}
    ${undefined}    | ${'2026-02-10'} | ${'2026-02-10'} | ${undefined}                                  | ${'it is over'}
    ${undefined}    | ${'2027-02-11'} | ${'2026-02-10'} | ${undefined}                                  | ${'no term is longer than twelve months'}
    ${'2025-06-15'} | ${'2026-06-16'} | ${'2026-02-10'} | ${undefined}                                  | ${'the days contradict each other'}
  `('$term, because $because', ({ startOn, endOn, today, term }) => {
    const found = runningTerm({ startOn, endOn }, today);
    expect(found && [found.anchorOn, found.termStartOn, found.termEndOn]).toEqual(term);
  });

  test('SUB-1: today lies in it, and it is a whole number of years behind its first day', () => {
    const days = fc.integer({ min: 0, max: 9000 });
    fc.assert(
      fc.property(days, days, (from, later) => {
        const startOn = addDays(day('2000-01-01'), from);
        const today = addDays(startOn, later);
        const { anchorOn, termStartOn, termEndOn } = runningTerm({ startOn }, today)!;
        expect(anchorOn).toBe(startOn);
        expect(termStartOn <= today && today < termEndOn).toBe(true);
        const months = monthsElapsed(startOn, termEndOn);
        expect(months % 12).toBe(0);
        expect(addMonths(startOn, months)).toBe(termEndOn);
        expect(runningTerm({ startOn, endOn: termEndOn }, today)).toEqual({ anchorOn, termStartOn, termEndOn });
      }),
    );
  });
});

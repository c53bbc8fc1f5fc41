import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  type Day,
  day,
  daysBetween,
  daysInMonth,
  isDay,
  monthDay,
  monthsElapsed,
} from '../../../shared/kernel/time.ts';

/** Days of four centuries, through the platform's own calendar as yardstick. */
const MS_PER_DAY = 86_400_000;
const anyDay = fc
  .integer({ min: -100_000, max: 60_000 })
  .map((n) => new Date(n * MS_PER_DAY).toISOString().slice(0, 10) as Day);
const numberOf = (on: Day): number => Date.parse(`${on}T00:00:00Z`) / MS_PER_DAY;

describe('days (billing contract R1)', () => {
  test('count as the calendar does', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        expect(daysBetween(from, to)).toBe(numberOf(to) - numberOf(from));
      }),
    );
  });

  test('add up as the calendar does', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -2000, max: 2000 }), (from, count) => {
        expect(addDays(from, count)).toBe(new Date((numberOf(from) + count) * MS_PER_DAY).toISOString().slice(0, 10));
      }),
    );
  });

  test('a month has as many days as the calendar gives it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2400 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
      }),
    );
  });

  test.each`
    text            | is       | because
    ${'2016-02-29'} | ${true}  | ${'2016 is a leap year'}
    ${'2017-02-29'} | ${false} | ${'2017 is none'}
    ${'1900-02-29'} | ${false} | ${'a century is none'}
    ${'2000-02-29'} | ${true}  | ${'every fourth century is one'}
    ${'2018-13-01'} | ${false} | ${'there is no month 13'}
    ${'2018-1-1'}   | ${false} | ${'two digits each'}
    ${'2018-04-31'} | ${false} | ${'April has 30 days'}
  `('$text is a day: $is, because $because', ({ text, is }) => {
    expect(isDay(text)).toBe(is);
    if (!is) expect(() => day(text)).toThrow('is a calendar day');
  });
});

describe('months (billing contract R2)', () => {
  test.each`
    anchor          | months | result          | because
    ${'2018-01-13'} | ${1}   | ${'2018-02-13'} | ${'the same day a month later'}
    ${'2018-01-31'} | ${1}   | ${'2018-02-28'} | ${'clamped to the month’s last day'}
    ${'2016-01-31'} | ${1}   | ${'2016-02-29'} | ${'which is the 29th in a leap year'}
    ${'2018-01-31'} | ${2}   | ${'2018-03-31'} | ${'counted from the anchor, not from the clamped day'}
    ${'2016-02-29'} | ${12}  | ${'2017-02-28'} | ${'a leap day is clamped'}
    ${'2016-02-29'} | ${48}  | ${'2020-02-29'} | ${'and comes back'}
    ${'2018-01-31'} | ${-2}  | ${'2017-11-30'} | ${'backwards too'}
    ${'2018-11-30'} | ${3}   | ${'2019-02-28'} | ${'over the turn of the year'}
  `('$anchor plus $months is $result: $because', ({ anchor, months, result }) => {
    expect(addMonths(day(anchor), months)).toBe(result);
  });

  test('months elapsed are the largest number that added does not pass the day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -1000, max: 4000 }), (anchor, count) => {
        const on = addDays(anchor, count);
        const months = monthsElapsed(anchor, on);
        expect(addMonths(anchor, months) <= on).toBe(true);
        expect(addMonths(anchor, months + 1) > on).toBe(true);
      }),
    );
  });

  test('BIL-1: a billing date is the day of the month, or the month’s last', () => {
    expect([28, 29, 30, 31].map((date) => monthDay(2018, 2, date))).toEqual(Array(4).fill('2018-02-28'));
    expect(monthDay(2018, 4, 31)).toBe('2018-04-30');
    expect(monthDay(2018, 4, 7)).toBe('2018-04-07');
  });
});

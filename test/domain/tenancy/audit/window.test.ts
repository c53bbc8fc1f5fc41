import { describe, expect, it } from 'vitest';
import {
  auditWindow,
  firstDayKept,
  firstDayOfPartner,
  removableOn,
} from '../../../../functions/tenancy/audit/domain/window.ts';
import { addDays, type Day, day, instant, startOfDay } from '../../../../shared/kernel/time.ts';

const AT = instant('2026-11-30T09:00:00Z');
const optionalDay = (text: string): Day | undefined => (text === '' ? undefined : day(text));

describe('API-3: the days of a log', () => {
  it.each`
    startOn         | endOn           | start           | end             | because
    ${''}           | ${''}           | ${'2026-10-31'} | ${'2026-12-01'} | ${'the last 30 days, and today'}
    ${'2026-09-01'} | ${''}           | ${'2026-09-01'} | ${'2026-12-01'} | ${'ninety days back, up to today'}
    ${'2026-11-10'} | ${'2026-11-10'} | ${'2026-11-10'} | ${'2026-11-11'} | ${'both days belong to it'}
    ${''}           | ${'2026-11-10'} | ${'2026-10-11'} | ${'2026-11-11'} | ${'30 days before the end'}
    ${''}           | ${'2026-09-10'} | ${'2026-09-01'} | ${'2026-09-11'} | ${'and never before the first'}
    ${'2026-11-10'} | ${'2027-01-01'} | ${'2026-11-10'} | ${'2026-12-01'} | ${'nothing is recorded ahead'}
  `('from $startOn to $endOn: $because', ({ startOn, endOn, start, end }) => {
    const days = { startOn: optionalDay(startOn), endOn: optionalDay(endOn) };
    expect(auditWindow(AT, days, firstDayOfPartner(AT))).toEqual({ ok: true, value: { start, end } });
  });

  it.each`
    startOn         | endOn           | field          | because
    ${'2026-08-31'} | ${''}           | ${'startDate'} | ${'a partner sees 90 days'}
    ${'2026-11-10'} | ${'2026-11-09'} | ${'endDate'}   | ${'it ends before it begins'}
    ${''}           | ${'2026-08-01'} | ${'endDate'}   | ${'it ends before the first day'}
    ${'2026-12-01'} | ${''}           | ${'startDate'} | ${'it begins after today'}
  `('refuses from $startOn to $endOn: $because', ({ startOn, endOn, field }) => {
    const days = { startOn: optionalDay(startOn), endOn: optionalDay(endOn) };
    expect(auditWindow(AT, days, firstDayOfPartner(AT))).toMatchObject({
      ok: false,
      refusal: { name: 'invalid_input', field },
    });
  });

  it('is of thirteen months for customers and the program', () => {
    expect(firstDayKept(AT)).toBe('2025-10-30');
  });

  it('never goes back to what may be removed already, whatever day it is', () => {
    for (let on = day('2027-01-01'); on < '2029-03-02'; on = addDays(on, 1))
      expect([on, removableOn(startOfDay(firstDayKept(startOfDay(on)))) > on]).toEqual([on, true]);
  });
});

import { describe, expect, it } from 'vitest';
import { readSchedule } from '../../infra/local/time/cron.ts';

const start = new Date('2026-01-01T00:00:00Z');

describe('OPS-2: the next firing of a schedule', () => {
  it.each([
    ['cron(0 1 * * ? *)', '2026-01-31T00:59:59Z', '2026-01-31T01:00:00Z', 'it is still today'],
    ['cron(0 1 * * ? *)', '2026-01-31T01:00:00Z', '2026-02-01T01:00:00Z', 'what fires now has fired'],
    ['cron(15 6,18 * * ? *)', '2026-03-01T07:00:00Z', '2026-03-01T18:15:00Z', 'there are two hours a day'],
    ['cron(0/20 * * * ? *)', '2026-03-01T07:21:00Z', '2026-03-01T07:40:00Z', 'every twenty minutes from the full hour'],
    ['cron(0 0 1 * ? *)', '2026-12-15T00:00:00Z', '2027-01-01T00:00:00Z', 'the year ends'],
    ['cron(0 0 31 * ? *)', '2026-03-31T00:00:00Z', '2026-05-31T00:00:00Z', 'April has 30 days'],
    ['cron(0 0 L * ? *)', '2028-02-01T00:00:00Z', '2028-02-29T00:00:00Z', 'it is the last day of a leap February'],
    ['cron(0 0 29 2 ? *)', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z', 'the next leap year is 2028'],
    ['cron(0 9 ? * MON-FRI *)', '2026-11-27T10:00:00Z', '2026-11-30T09:00:00Z', 'the weekend lies between'],
    ['cron(0 9 ? * 2#1 *)', '2026-11-27T10:00:00Z', '2026-12-07T09:00:00Z', 'it is the first Monday'],
    ['cron(0 9 ? * 6L *)', '2026-11-01T00:00:00Z', '2026-11-27T09:00:00Z', 'it is the last Friday'],
    ['cron(0 0 1 JAN ? 2028)', '2026-11-01T00:00:00Z', '2028-01-01T00:00:00Z', 'only that year'],
    ['rate(1 hour)', '2026-01-01T00:30:00Z', '2026-01-01T01:00:00Z', 'rates count from the start'],
    ['rate(5 minutes)', '2026-01-01T00:05:00Z', '2026-01-01T00:10:00Z', 'what fires now has fired'],
    ['rate(1 day)', '2026-05-05T12:00:00Z', '2026-05-06T00:00:00Z', 'the start was at midnight'],
    ['at(2026-02-03T04:05:06)', '2026-02-03T04:05:05Z', '2026-02-03T04:05:06Z', 'it comes once'],
  ])('%s after %s: %s, because %s', (expression, after, expected) => {
    const next = readSchedule(expression, start).next(new Date(after));
    expect(next?.toISOString()).toBe(new Date(expected).toISOString());
  });

  it.each([
    ['at(2026-02-03T04:05:06)', 'it was'],
    ['cron(0 0 30 2 ? *)', 'February has no 30th'],
    ['cron(0 0 1 1 ? 2020)', 'the year is over'],
  ])('%s never fires again, because %s', (expression) => {
    expect(readSchedule(expression, start).next(new Date('2026-02-03T04:05:06Z'))).toBeUndefined();
  });

  it.each(['rate(1 week)', 'cron(0 1 * * ?)', 'cron(61 1 * * ? *)', 'every day'])('refuses %s', (expression) => {
    expect(() => readSchedule(expression, start)).toThrow();
  });
});

import { expect, it, test } from 'vitest';
import { instant } from '../../shared/kernel/time.ts';
import { createProgram, firings } from '../support/program.ts';

const at = (text: string) => instant(text);
const job = (name: string, schedule: string) => ({ name, context: 'billing', schedule }) as const;

it.each([
  [
    'a daily job',
    'cron(5 0 * * ? *)',
    '2026-01-30T12:00:00Z',
    '2026-02-01T12:00:00Z',
    false,
    ['2026-01-31T00:05', '2026-02-01T00:05'],
  ],
  [
    'an hourly job',
    'cron(20 * * * ? *)',
    '2026-01-31T22:30:00Z',
    '2026-02-01T00:20:00Z',
    false,
    ['2026-01-31T23:20', '2026-02-01T00:20'],
  ],
  [
    'an hourly job once a day',
    'cron(20 * * * ? *)',
    '2026-01-31T22:30:00Z',
    '2026-02-02T12:00:00Z',
    true,
    ['2026-01-31T23:20', '2026-02-01T00:20', '2026-02-02T00:20'],
  ],
  [
    'a monthly job',
    'cron(0 3 1 * ? *)',
    '2026-01-01T03:00:00Z',
    '2026-03-01T03:00:00Z',
    false,
    ['2026-02-01T03:00', '2026-03-01T03:00'],
  ],
])('OPS-2: %s fires when its time has come', (_, schedule, from, to, daily, expected) => {
  const fired = firings([job('a', schedule)], at(from), at(to), daily);
  expect(fired.map((firing) => firing.at.slice(0, 16))).toEqual(expected);
});

test('OPS-2: jobs fire in the order of their times', () => {
  const jobs = [job('late', 'cron(0 2 * * ? *)'), job('early', 'cron(0 1 * * ? *)')];
  const fired = firings(jobs, at('2026-01-01T00:00:00Z'), at('2026-01-02T23:00:00Z'));
  expect(fired.map((firing) => firing.job)).toEqual(['early', 'late', 'early', 'late']);
});

test('OPS-2: moving the clock runs every job of the program on the way, at its own time', async () => {
  const program = await createProgram({ at: '2026-01-01T00:00:00Z' });
  const ran = await program.moveTo('2026-01-03T00:00:00Z');
  expect(program.now()).toBe('2026-01-03T00:00:00.000Z');
  expect(new Set(ran.map((run) => run.job))).toEqual(new Set(program.jobs.map(({ name }) => name)));
  expect(ran.map((run) => run.at)).toEqual(ran.map((run) => run.at).toSorted());
});

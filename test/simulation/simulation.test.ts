import { describe, expect, it, test } from 'vitest';
import { planOf } from './plans.ts';
import { simulate } from './simulate.ts';

/**
 * Lives of partners under trouble: machines stop between any two writes, deliveries come late, twice and in any order,
 * things happen at once. After quiet days projections equal their sources, invoices are the sum of their lines, every
 * event is charged once, and nothing is charged while suspended.
 */
const SEEDS = 80;
const SEEDS_PER_TEST = 8;
const blocks = Array.from({ length: SEEDS / SEEDS_PER_TEST }, (_, block) => block * SEEDS_PER_TEST + 1);

describe('simulated lives', () => {
  let partnerYears = 0;

  it.each(blocks)(
    'BIL-3, BIL-11, ORD-6, SUB-4, NOT-4, OPS-3: seeds from %i on',
    { timeout: 300_000 },
    async (first) => {
      for (let seed = first; seed < first + SEEDS_PER_TEST; seed += 1) {
        const report = await simulate(planOf(String(seed)));
        partnerYears += report.partnerYears;
        expect(report.counts.checks).toBeGreaterThan(0);
      }
    },
  );

  test('OPS-3: they were about two hundred years of partners', () => {
    expect(partnerYears).toBeGreaterThan(200);
  });
});

test('BIL-11: a seed alone lives the same life again', { timeout: 60_000 }, async () => {
  const plan = { ...planOf('again'), days: 100 };
  const [first, second] = [await simulate(plan), await simulate(plan)];
  expect(second).toEqual(first);
  expect(first.counts.requests).toBeGreaterThan(0);
});

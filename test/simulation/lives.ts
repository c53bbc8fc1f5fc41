import { describe, expect, it, test } from 'vitest';
import { planOf } from './plans.ts';
import { simulate } from './simulate.ts';

const SEEDS = 80;
/** Files that share the seeds, so that all cores have a part. */
export const PARTS = 4;
export const seeds = Array.from({ length: SEEDS }, (_, at) => String(at + 1));

/**
 * Lives of partners under trouble: machines stop between any two writes, deliveries come late, twice and in any order,
 * things happen at once. After quiet days projections equal their sources, invoices are the sum of their lines, every
 * event is charged once, and nothing is charged while suspended.
 */
export function simulatedLives(part: number): void {
  const own = seeds.filter((_, at) => at % PARTS === part - 1);

  describe('simulated lives', () => {
    it.each(own)('BIL-3, BIL-11, ORD-6, SUB-4, NOT-4, OPS-3: seed %s', async (seed) => {
      const { counts } = await simulate(planOf(seed));
      expect(counts.checks).toBeGreaterThan(0);
    });

    test('OPS-3: they are a part of about two hundred years of partners, some with statements as PDF', () => {
      const plans = seeds.map(planOf);
      const days = plans.reduce((sum, plan) => sum + plan.partners * plan.days, 0);
      expect(days / 365).toBeGreaterThan(200);
      expect(plans.filter(({ writesPdf }) => writesPdf).length).toBeGreaterThan(4);
      expect(own).toHaveLength(SEEDS / PARTS);
    });
  });
}

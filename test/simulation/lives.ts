import { describe, expect, it, test } from 'vitest';
import { designedSeeds, HARDSHIPS, type Hardship, hardshipsOf, planOf } from './plans.ts';
import { simulate } from './simulate.ts';

/** Files that share the lives, so that more than one core has a part. */
const PARTS = 2;

/** What must have happened in the lives of a part, that they prove anything: things that partners do, and trouble. */
const MUST_HAPPEN = [
  ...['order', 'cart', 'checkout', 'seats', 'suspend', 'reactivate', 'stay', 'renewal', 'name', 'cycle', 'notice'],
  ...['payment', 'allocation', 'payment taken back', 'refused 950001', 'refused 950006', 'refused 950007'],
  ...['crashes', 'redeliveries', 'late saves', 'tax changes', 'invoices', 'agreements ended', 'run-offs over'],
];

/**
 * Lives of partners under trouble, in which each trouble meets each other one at each of its strengths: machines stop between
 * any two writes, deliveries come late, twice and in any order, things happen at once. After quiet days projections equal
 * their sources, invoices are the sum of their lines, every event is charged once, and nothing is charged while suspended.
 */
export function simulatedLives(part: number): void {
  const own = designedSeeds.filter((_, at) => at % PARTS === part - 1);
  const happened = new Set<string>();

  describe('simulated lives', () => {
    it.each(own)('BIL-3, BIL-4, BIL-5, BIL-11, ORD-6, SUB-4, NOT-4, OPS-3: seed %s', async (seed) => {
      const { counts } = await simulate(planOf(seed));
      expect(counts.checks).toBeGreaterThan(0);
      for (const what of Object.keys(counts)) happened.add(what);
    });

    it('are lives in which everything happens that partners do, and every trouble', () => {
      expect(MUST_HAPPEN.filter((what) => !happened.has(what))).toEqual([]);
    });

    test('OPS-3: they are a part of about a hundred years of partners, some with statements as PDF', () => {
      const plans = designedSeeds.map(planOf);
      const days = plans.reduce((sum, plan) => sum + plan.partners * plan.days, 0);
      expect(days / 365).toBeGreaterThan(98);
      expect(plans.filter(({ writesPdf }) => writesPdf).length).toBeGreaterThan(2);
      expect(own).toHaveLength(designedSeeds.length / PARTS);
    });

    test('OPS-3: each trouble meets each other one in some life, at each of its strengths', () => {
      const lived = new Set(designedSeeds.flatMap((seed) => pairsOf(hardshipsOf(planOf(seed)))));
      expect(pairs().filter((pair) => !lived.has(pair))).toEqual([]);
    });
  });
}

const names = Object.keys(HARDSHIPS) as Hardship[];
const met = names.flatMap((first, at) => names.slice(at + 1).map((second) => [first, second] as const));

const pairsOf = (of: Readonly<Record<Hardship, number>>): string[] =>
  met.map(([first, second]) => `${first} ${of[first]}, ${second} ${of[second]}`);

/** Every pair of hardships, with every pair of their strengths. */
const pairs = (): string[] =>
  met.flatMap(([first, second]) =>
    HARDSHIPS[first].flatMap((a) => HARDSHIPS[second].map((b) => `${first} ${a}, ${second} ${b}`)),
  );

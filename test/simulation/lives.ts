import { describe, expect, it, test } from 'vitest';
import { HARDSHIPS, type Hardship, hardshipsOf, planOf } from './plans.ts';
import { simulate } from './simulate.ts';

/**
 * Lives in which each trouble meets each other one at each of its strengths, in as few and as busy years as two hundred
 * partner-years take: of many seeds the first ones need half as many lives again for the same.
 */
export const seeds = [
  ...['3768', '840', '2045', '5683', '414', '239', '2405', '3168', '264', '1189', '4785', '5218', '2033', '5039'],
  ...['3842', '520', '320', '357', '85', '893', '2114', '2442', '1367', '276', '3088', '3624', '1098', '2606'],
];
/** Files that share the seeds, so that all cores have a part. */
export const PARTS = 4;

/** What must have happened in the lives of a part, that they prove anything: things that partners do, and trouble. */
const MUST_HAPPEN = [
  ...['order', 'cart', 'checkout', 'seats', 'suspend', 'reactivate', 'stay', 'renewal', 'name', 'cycle', 'notice'],
  ...['crashes', 'redeliveries', 'late saves', 'tax changes', 'invoices', 'agreements ended', 'run-offs over'],
];

/**
 * Lives of partners under trouble: machines stop between any two writes, deliveries come late, twice and in any order,
 * things happen at once. After quiet days projections equal their sources, invoices are the sum of their lines, every
 * event is charged once, and nothing is charged while suspended.
 */
export function simulatedLives(part: number): void {
  const own = seeds.filter((_, at) => at % PARTS === part - 1);
  const happened = new Set<string>();

  describe('simulated lives', () => {
    it.each(own)('BIL-3, BIL-11, ORD-6, SUB-4, NOT-4, OPS-3: seed %s', async (seed) => {
      const { counts } = await simulate(planOf(seed));
      expect(counts.checks).toBeGreaterThan(0);
      for (const what of Object.keys(counts)) happened.add(what);
    });

    it('are lives in which everything happens that partners do, and every trouble', () => {
      expect(MUST_HAPPEN.filter((what) => !happened.has(what))).toEqual([]);
    });

    test('OPS-3: they are a part of about two hundred years of partners, some with statements as PDF', () => {
      const plans = seeds.map(planOf);
      const days = plans.reduce((sum, plan) => sum + plan.partners * plan.days, 0);
      expect(days / 365).toBeGreaterThan(200);
      expect(plans.filter(({ writesPdf }) => writesPdf).length).toBeGreaterThan(4);
      expect(own).toHaveLength(seeds.length / PARTS);
    });

    test('OPS-3: each trouble meets each other one in some life, at each of its strengths', () => {
      const lived = new Set(seeds.flatMap((seed) => pairsOf(hardshipsOf(planOf(seed)))));
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

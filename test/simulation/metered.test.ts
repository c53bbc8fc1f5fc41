import { expect, it, test } from 'vitest';
import { meteredPlanOf } from './plans.ts';
import { simulate } from './simulate.ts';

/** Lives with and without crashes, conflicts, things that happen together, and saves that come late. */
const seeds = ['54', '15', '36'];
const happened = new Set<string>();

it.each(seeds)(
  'USG-3, BIL-3, BIL-11: metered use is invoiced once, as a plain computation has it (seed %s)',
  async (seed) => {
    const { counts } = await simulate(meteredPlanOf(seed));
    expect(counts.checks).toBeGreaterThan(0);
    for (const what of Object.keys(counts)) happened.add(what);
  },
);

test('USG-3: in these lives use is bought, reported and repriced, invoices are corrected and voided, under trouble', () => {
  const mustHappen = ['metered order', 'usage', 'rates', 'adjustment', 'rebill', 'void', 'crashes', 'invoices'];
  expect(mustHappen.filter((what) => !happened.has(what))).toEqual([]);
});

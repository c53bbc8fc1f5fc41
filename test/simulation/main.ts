import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { customerPlanOf, leavingPlanOf, simulateCustomers } from './customer-lives.ts';
import { meteredPlanOf, planOf } from './plans.ts';
import { simulate } from './simulate.ts';

/**
 * `npm run simulate -- --seeds N`: lives N seeded lives, or the one of `--seed TEXT`. A failure prints its seed, and
 * that seed alone lives the same life again. `--customers`: lives of customers instead of those of partners; `--metered`: of partners
 * that sell metered use.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    days: { type: 'string' },
    customers: { type: 'boolean', default: false },
    metered: { type: 'boolean', default: false },
  },
});

const seeds = values.seed
  ? [values.seed]
  : Array.from({ length: Number(values.seeds) }, (_, at) => String(Number(values.from) + at));
const startedAt = performance.now();
let partnerYears = 0;
const totals: Record<string, number> = {};
async function liveOf(seed: string): Promise<Readonly<Record<string, number>>> {
  if (values.customers) {
    const counts = { ...(await simulateCustomers(customerPlanOf(seed))) };
    for (const [what, count] of Object.entries(await simulateCustomers(leavingPlanOf(seed))))
      counts[what] = (counts[what] ?? 0) + count;
    return counts;
  }
  const plan = values.metered ? meteredPlanOf(seed) : planOf(seed);
  const report = await simulate(values.days ? { ...plan, days: Number(values.days) } : plan);
  partnerYears += report.partnerYears;
  return report.counts;
}
for (const seed of seeds)
  for (const [what, count] of Object.entries(await liveOf(seed))) totals[what] = (totals[what] ?? 0) + count;
const seconds = (performance.now() - startedAt) / 1000;
console.info(`${seeds.length} seeds, ${partnerYears.toFixed(0)} partner-years in ${seconds.toFixed(1)} s`);
console.info(
  Object.entries(totals)
    .sort()
    .map(([what, count]) => `  ${what}: ${count}`)
    .join('\n'),
);

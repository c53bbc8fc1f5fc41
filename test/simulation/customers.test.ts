import { expect, it } from 'vitest';
import { customerPlanOf, customerSeeds, leavingPlanOf, leavingSeeds, simulateCustomers } from './customer-lives.ts';

it.each(customerSeeds)(
  'CUS-6, REL-4: exports end, and the erased leave nothing, whatever stops or comes late (seed %s)',
  async (seed) => {
    const counts = await simulateCustomers(customerPlanOf(seed));
    expect(counts.deliveries).toBeGreaterThan(0);
  },
);

it.each(leavingSeeds)(
  'CUS-6, REL-3: whom nobody serves is told and erased, who finds another partner stays (seed %s)',
  async (seed) => {
    const counts = await simulateCustomers(leavingPlanOf(seed));
    expect((counts['gone without a partner'] ?? 0) + (counts['kept by a partner'] ?? 0)).toBeGreaterThan(0);
  },
);

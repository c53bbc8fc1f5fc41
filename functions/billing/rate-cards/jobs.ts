import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const rateCardsJobs = {
  retellRates: {
    schedule: 'cron(20 2 * * ? *)',
    summary:
      'Tells of rate cards and exchange rates that were published before that was told, so that price sheets and price lists have them (CAT-3, M3).',
  },
} as const satisfies JobTable;

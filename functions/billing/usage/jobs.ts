import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const usageJobs = {
  resumeFolds: {
    schedule: 'cron(15 * * * ? *)',
    summary: 'Sends for batches of usage that have waited a quarter of an hour to be counted (USG-3).',
  },
} as const satisfies JobTable;

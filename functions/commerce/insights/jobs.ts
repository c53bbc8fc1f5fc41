import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const insightsJobs = {
  gatherInsights: {
    schedule: 'cron(40 0 * * ? *)',
    summary: 'Gathers what partners sold and what is used of it, for lists and sums over many subscriptions.',
  },
} as const satisfies JobTable;

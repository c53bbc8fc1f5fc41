import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const costsJobs = {
  reviewSpending: {
    schedule: 'cron(0 6 * * ? *)',
    summary: 'Looks at spending again when a period is over or a warning of a budget is due (USG-4).',
  },
} as const satisfies JobTable;

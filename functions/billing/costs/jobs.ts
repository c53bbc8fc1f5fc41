import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const costsJobs = {
  reviewSpending: {
    schedule: 'cron(0 6 * * ? *)',
    summary:
      'Looks at spending again the day after it was computed, when a warning of a budget may be due, and when a period is over (USG-4).',
  },
} as const satisfies JobTable;

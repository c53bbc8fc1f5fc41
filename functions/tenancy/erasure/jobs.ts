import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const erasureJobs = {
  eraseCustomers: {
    schedule: 'cron(25 1 * * ? *)',
    summary: 'Tells customers that no partner has any more that they will be erased, and erases them a month later.',
  },
} as const satisfies JobTable;

import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const cartsJobs = {
  expireCarts: {
    schedule: 'cron(20 0 * * ? *)',
    summary: 'Removes carts that are seven days old.',
  },
} as const satisfies JobTable;

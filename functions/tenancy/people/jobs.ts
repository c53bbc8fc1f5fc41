import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const peopleJobs = {
  purgeUsers: {
    schedule: 'cron(40 0 * * ? *)',
    summary: 'Purges users that were deleted thirty days ago, and frees their names.',
  },
} as const satisfies JobTable;

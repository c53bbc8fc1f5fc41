import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const peopleJobs = {
  purgeUsers: {
    schedule: 'cron(40 0 * * ? *)',
    summary:
      'Purges users whose thirty days since their deletion are over, and users of partners whose deletion was interrupted; frees their names.',
  },
} as const satisfies JobTable;

import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const relationshipsJobs = {
  endRunOffs: {
    schedule: 'cron(7 0 * * ? *)',
    summary: 'Ends the relationships of partners whose run-off is over, and terminates them.',
  },
} as const satisfies JobTable;

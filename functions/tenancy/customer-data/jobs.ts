import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const customerDataJobs = {
  failExports: {
    schedule: 'cron(10 * * * ? *)',
    summary: 'Gives up exports that a context has not answered within six hours, with an alarm.',
  },
} as const satisfies JobTable;

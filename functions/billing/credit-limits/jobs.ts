import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const creditLimitsJobs = {
  resumeCredit: {
    schedule: 'cron(55 * * * ? *)',
    summary: 'Goes on with the credit of partners that was to be computed anew, where that was interrupted (BIL-5).',
  },
} as const satisfies JobTable;

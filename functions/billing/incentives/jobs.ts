import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const incentivesJobs = {
  resumeAccruals: {
    schedule: 'cron(50 * * * ? *)',
    summary: 'Goes on with invoices and notes whose lines are not counted yet (PRG-11, BIL-12).',
  },
} as const satisfies JobTable;

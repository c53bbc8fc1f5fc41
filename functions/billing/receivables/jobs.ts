import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const receivablesJobs = {
  resumeSettling: {
    schedule: 'cron(50 * * * ? *)',
    summary: 'Goes on with payments and credit of accounts whose invoices changed, where that was interrupted (BIL-2).',
  },
} as const satisfies JobTable;

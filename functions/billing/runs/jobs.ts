import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const runsJobs = {
  resumeBillingRuns: {
    schedule: 'cron(50 * * * ? *)',
    summary: "Goes on with the operator's runs that nobody watches or that were interrupted (BIL-11).",
  },
} as const satisfies JobTable;

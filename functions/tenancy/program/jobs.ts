import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const programJobs = {
  keepAgreements: {
    schedule: 'cron(2 0 * * ? *)',
    summary: 'Renews program agreements on 31 August, announces those that end, and begins their run-off.',
  },
} as const satisfies JobTable;

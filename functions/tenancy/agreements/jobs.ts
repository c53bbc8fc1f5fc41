import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const agreementsJobs = {
  announceAgreements: {
    schedule: 'cron(10 6 * * ? *)',
    summary: 'Tells partners of versions of the customer agreement that must be accepted within 30 days (AGR-2).',
  },
} as const satisfies JobTable;

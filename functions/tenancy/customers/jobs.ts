import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const customersJobs = {
  offerChoices: {
    schedule: 'cron(45 * * * ? *)',
    summary: 'Tells the customers of partners out of business that they can choose another one.',
  },
} as const satisfies JobTable;

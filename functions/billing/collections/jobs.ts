import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const collectionsJobs = {
  advanceCollections: {
    schedule: 'cron(0 3 * * ? *)',
    summary:
      'Takes the steps that are due about invoices that are late: told, reminded, notice, ordering suspended (BIL-5).',
  },
} as const satisfies JobTable;

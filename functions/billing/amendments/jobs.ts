import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const amendmentsJobs = {
  resumeDocuments: {
    schedule: 'cron(45 * * * ? *)',
    summary: 'Goes on with statements and files of notes and replaced invoices that were interrupted (BIL-11).',
  },
} as const satisfies JobTable;

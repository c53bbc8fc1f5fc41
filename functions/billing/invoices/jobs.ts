import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const invoicesJobs = {
  queueDueInvoices: {
    schedule: 'cron(0 1 * * ? *)',
    summary: 'Starts the invoices of the partners whose billing date has come (BIL-1).',
  },
  resumeInvoices: {
    schedule: 'cron(30 * * * ? *)',
    summary: 'Goes on with invoices that wait for a renewal or were interrupted (BIL-11).',
  },
} as const satisfies JobTable;

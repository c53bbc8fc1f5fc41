import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const noticesJobs = {
  sendPendingMails: {
    schedule: 'cron(20 * * * ? *)',
    summary: 'Sends mails that were interrupted, and addresses notices that had no receiver yet (NOT-4).',
  },
} as const satisfies JobTable;

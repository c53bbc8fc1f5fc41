import { jobTable } from '../../shared/contracts/jobs.ts';

export const notificationsJobs = jobTable('notifications', {
  sendPendingMails: {
    schedule: 'cron(20 * * * ? *)',
    summary: 'Sends mails that were interrupted, and addresses notices that had no receiver yet (NOT-4).',
  },
});

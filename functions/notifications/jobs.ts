import { jobTable } from '../../shared/contracts/jobs.ts';
import { noticesJobs } from './notices/jobs.ts';

export const notificationsJobs = jobTable('notifications', {
  ...noticesJobs,
});

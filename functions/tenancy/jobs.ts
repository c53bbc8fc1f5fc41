import { jobTable } from '../../shared/contracts/jobs.ts';

/** Ends of agreements and of links are judged when they are used; here is what has to go by itself. */
export const tenancyJobs = jobTable('tenancy', {
  purgeUsers: {
    schedule: 'cron(40 0 * * ? *)',
    summary: 'Purges users that were deleted thirty days ago, and frees their names.',
  },
});

import { jobTable } from '../../shared/contracts/jobs.ts';
import { peopleJobs } from './people/jobs.ts';

/** Ends of agreements and of links are judged when they are used; here is what has to go by itself. */
export const tenancyJobs = jobTable('tenancy', {
  ...peopleJobs,
});

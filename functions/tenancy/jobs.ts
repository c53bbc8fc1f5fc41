import { jobTable } from '../../shared/contracts/jobs.ts';
import { agreementsJobs } from './agreements/jobs.ts';
import { customerDataJobs } from './customer-data/jobs.ts';
import { customersJobs } from './customers/jobs.ts';
import { erasureJobs } from './erasure/jobs.ts';
import { peopleJobs } from './people/jobs.ts';
import { programJobs } from './program/jobs.ts';
import { relationshipsJobs } from './relationships/jobs.ts';

/** Ends of agreements and of links are judged when they are used; here is what has to go, or to be told, by itself. */
export const tenancyJobs = jobTable('tenancy', {
  ...peopleJobs,
  ...programJobs,
  ...relationshipsJobs,
  ...customersJobs,
  ...agreementsJobs,
  ...customerDataJobs,
  ...erasureJobs,
});

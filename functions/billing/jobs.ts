import { jobTable } from '../../shared/contracts/jobs.ts';
import { amendmentsJobs } from './amendments/jobs.ts';
import { collectionsJobs } from './collections/jobs.ts';
import { costsJobs } from './costs/jobs.ts';
import { invoicesJobs } from './invoices/jobs.ts';
import { receivablesJobs } from './receivables/jobs.ts';
import { runsJobs } from './runs/jobs.ts';
import { usageJobs } from './usage/jobs.ts';

export const billingJobs = jobTable('billing', {
  ...usageJobs,
  ...invoicesJobs,
  ...amendmentsJobs,
  ...runsJobs,
  ...costsJobs,
  ...receivablesJobs,
  ...collectionsJobs,
});

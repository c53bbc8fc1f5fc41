import { jobTable } from '../../shared/contracts/jobs.ts';
import { amendmentsJobs } from './amendments/jobs.ts';
import { costsJobs } from './costs/jobs.ts';
import { invoicesJobs } from './invoices/jobs.ts';

export const billingJobs = jobTable('billing', {
  ...invoicesJobs,
  ...amendmentsJobs,
  ...costsJobs,
});

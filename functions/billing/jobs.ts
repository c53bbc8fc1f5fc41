import { jobTable } from '../../shared/contracts/jobs.ts';
import { amendmentsJobs } from './amendments/jobs.ts';
import { collectionsJobs } from './collections/jobs.ts';
import { costsJobs } from './costs/jobs.ts';
import { creditLimitsJobs } from './credit-limits/jobs.ts';
import { incentivesJobs } from './incentives/jobs.ts';
import { invoicesJobs } from './invoices/jobs.ts';
import { rateCardsJobs } from './rate-cards/jobs.ts';
import { receivablesJobs } from './receivables/jobs.ts';
import { runsJobs } from './runs/jobs.ts';
import { usageJobs } from './usage/jobs.ts';

export const billingJobs = jobTable('billing', {
  ...rateCardsJobs,
  ...usageJobs,
  ...invoicesJobs,
  ...amendmentsJobs,
  ...runsJobs,
  ...costsJobs,
  ...receivablesJobs,
  ...collectionsJobs,
  ...creditLimitsJobs,
  ...incentivesJobs,
});

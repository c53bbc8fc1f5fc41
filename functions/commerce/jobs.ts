import { jobTable } from '../../shared/contracts/jobs.ts';
import { cartsJobs } from './carts/jobs.ts';
import { insightsJobs } from './insights/jobs.ts';
import { priceListsJobs } from './price-lists/jobs.ts';
import { subscriptionsJobs } from './subscriptions/jobs.ts';

export const commerceJobs = jobTable('commerce', {
  ...priceListsJobs,
  ...subscriptionsJobs,
  ...cartsJobs,
  ...insightsJobs,
});

import { jobTable } from '../../shared/contracts/jobs.ts';

export const commerceJobs = jobTable('commerce', {
  renewSubscriptions: {
    schedule: 'cron(5 0 * * ? *)',
    summary: 'Renews subscriptions whose term is over at the price of the day, or lets them expire.',
  },
  deprovisionSubscriptions: {
    schedule: 'cron(10 0 * * ? *)',
    summary: 'Records the end of subscriptions that were suspended for 60 days.',
  },
  expireCarts: {
    schedule: 'cron(20 0 * * ? *)',
    summary: 'Removes carts that are seven days old.',
  },
});

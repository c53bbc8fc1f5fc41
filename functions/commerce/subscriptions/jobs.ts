import type { JobTable } from '../../../shared/contracts/jobs.ts';

export const subscriptionsJobs = {
  renewSubscriptions: {
    schedule: 'cron(5 0 * * ? *)',
    summary: 'Renews subscriptions whose term is over at the price of the day, or lets them expire.',
  },
  endSalesOfRunOffs: {
    schedule: 'cron(7 0 * * ? *)',
    summary: 'Ends what still runs of partners whose agreement ended a year ago.',
  },
  deprovisionSubscriptions: {
    schedule: 'cron(10 0 * * ? *)',
    summary: 'Records the end of subscriptions that were suspended for 60 days.',
  },
} as const satisfies JobTable;

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
  poolFormerSeats: {
    schedule: 'cron(3 0 * * ? *)',
    summary:
      'Counts the seats of what was sold before licences were pooled; after two runs there is nothing left to do.',
  },
} as const satisfies JobTable;

import { billingConsumers } from '../consumers.ts';
import { billingJobs } from '../jobs.ts';
import { followCustomer, followOffer, followPartner, followRelationship } from '../operations/follow-names.ts';
import { queueDueInvoices, resumeInvoices } from '../operations/queue-due-invoices.ts';
import { recordChangedSubscription, recordCreatedSubscription } from '../operations/record-subscription.ts';

/** The whole context without its environment: functions, tests and the simulation compose it with their own parts. */
export const billingContext = {
  consumers: billingConsumers,
  consumerFunctions: {
    recordCreatedSubscription,
    recordChangedSubscription,
    followPartner,
    followCustomer,
    followRelationship,
    followOffer,
  },
  jobs: billingJobs,
  jobFunctions: { queueDueInvoices, resumeInvoices },
} as const;

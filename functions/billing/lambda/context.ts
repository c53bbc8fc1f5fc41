import { billingConsumers } from '../consumers.ts';
import { handleRunMessage } from '../invoices/operations/handle-run-message.ts';
import { queueDueInvoices, resumeInvoices } from '../invoices/operations/queue-due-invoices.ts';
import { billingJobs } from '../jobs.ts';
import { billingRoutes } from '../routes.ts';
import { billingConsumerFunctions } from './consumer-functions.ts';
import { billingOperations } from './operations.ts';

/**
 * The whole context without its environment: tests and the simulation compose it with their own parts. Functions import
 * only the part that they are made of.
 */
export const billingContext = {
  routes: billingRoutes,
  operations: billingOperations,
  consumers: billingConsumers,
  consumerFunctions: billingConsumerFunctions,
  jobs: billingJobs,
  jobFunctions: { queueDueInvoices, resumeInvoices },
  /** Works one message of the run's queue. */
  handleRunMessage,
} as const;

import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import { queueDueInvoices, resumeInvoices } from '../invoices/operations/queue-due-invoices.ts';
import type { RunMessage } from '../invoices/operations/run-message.ts';
import { billingJobs } from '../jobs.ts';
import { observed, setting, table } from './environment.ts';

const dependencies = { table, log: observed.log, runQueue: sqsQueue<RunMessage>(setting('RUN_QUEUE_URL')) };

/** Entry of billing's jobs function. */
export const handler = jobsHandler(billingJobs, { queueDueInvoices, resumeInvoices }, dependencies, observed);

import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { CostMessage } from '../costs/operations/cost-message.ts';
import type { RunMessage } from '../invoices/operations/run-message.ts';
import { billingJobs } from '../jobs.ts';
import { observed, table } from './environment.ts';
import { billingJobFunctions } from './job-functions.ts';

const dependencies = {
  table,
  log: observed.log,
  runQueue: sqsQueue<RunMessage>(setting('RUN_QUEUE_URL')),
  costQueue: sqsQueue<CostMessage>(setting('RUN_QUEUE_URL')),
};

/** Entry of billing's jobs function. */
export const handler = jobsHandler(
  billingJobs,
  billingJobFunctions,
  dependencies,
  observed,
  sqsQueue<RangeMessage>(setting('RANGE_QUEUE_URL')),
);

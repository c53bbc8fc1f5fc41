import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { billingJobs } from '../jobs.ts';
import { observed, table } from './environment.ts';
import { billingJobFunctions } from './job-functions.ts';
import { usageQueue } from './usage-queue.ts';
import type { WorkMessage } from './work.ts';

const runQueue = sqsQueue<WorkMessage>(setting('RUN_QUEUE_URL'));
const dependencies = {
  table,
  log: observed.log,
  count: observed.count,
  runQueue,
  documentsQueue: runQueue,
  settleQueue: runQueue,
  accrualQueue: runQueue,
  partnersQueue: runQueue,
  costQueue: runQueue,
  creditQueue: runQueue,
  foldQueue: usageQueue,
};

/** Entry of billing's jobs function. */
export const handler = jobsHandler(
  billingJobs,
  billingJobFunctions,
  dependencies,
  observed,
  sqsQueue<RangeMessage>(setting('RANGE_QUEUE_URL')),
);

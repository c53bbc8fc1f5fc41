import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { notificationsJobs } from '../jobs.ts';
import { dependencies, observed } from './dependencies.ts';
import { notificationsJobFunctions } from './job-functions.ts';

/** Entry of notifications' jobs function. */
export const handler = jobsHandler(
  notificationsJobs,
  notificationsJobFunctions,
  dependencies,
  observed,
  sqsQueue<RangeMessage>(setting('RANGE_QUEUE_URL')),
);

import { accessRecords } from '../../../shared/identity/access.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { commerceJobs } from '../jobs.ts';
import { observed, table } from './environment.ts';
import { commerceJobFunctions } from './job-functions.ts';

const dependencies = {
  table,
  records: accessRecords(table),
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  log: observed.log,
};

/** Entry of commerce's jobs function. */
export const handler = jobsHandler(
  commerceJobs,
  commerceJobFunctions,
  dependencies,
  observed,
  sqsQueue<RangeMessage>(setting('RANGE_QUEUE_URL')),
);

import { cognitoIdentityProvider } from '../../../shared/identity/identity-provider.ts';
import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { sqsQueue } from '../../../shared/messaging/queue.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { tenancyJobs } from '../jobs.ts';
import { table } from './environment.ts';
import { tenancyJobFunctions } from './job-functions.ts';

const observed = observability('tenancy-jobs');
const dependencies = {
  table,
  identity: cognitoIdentityProvider(setting('USER_POOL_ID')),
  log: observed.log,
  count: observed.count,
  erasureGraceDays: Number(setting('ERASURE_GRACE_DAYS')),
};

/** Entry of tenancy's jobs function. */
export const handler = jobsHandler(
  tenancyJobs,
  tenancyJobFunctions,
  dependencies,
  observed,
  sqsQueue<RangeMessage>(setting('RANGE_QUEUE_URL')),
);

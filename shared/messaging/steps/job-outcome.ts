import type { MiddlewareObj } from '@middy/core';
import type { Observability } from '../../observability/observability.ts';
import type { JobEvent, JobResult } from '../job.ts';

/** Says what a job found and did, or that it failed: the next run finds what is left. */
export const jobOutcomeStep = ({
  log,
  count,
}: Pick<Observability, 'log' | 'count'>): MiddlewareObj<JobEvent, JobResult> => ({
  after({ event: { job, scheduledAt }, response }) {
    log.info('job done', { job, scheduledAt, ...response });
    count('JobSucceeded');
  },
  onError({ event: { job, scheduledAt }, error }) {
    count('JobFailed');
    log.error('job failed; the next run finds what is left', { job, scheduledAt, error: String(error) });
  },
});

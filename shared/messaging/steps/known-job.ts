import type { MiddlewareObj } from '@middy/core';
import type { ContextJobs } from '../../contracts/jobs.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { JobEvent, JobResult } from '../job.ts';

/** A schedule names a job of this context. @throws InvariantError for any other: nobody else calls the function. */
export const knownJobStep = ({ context, jobs }: ContextJobs): MiddlewareObj<JobEvent, JobResult> => ({
  before({ event }) {
    invariant(Object.hasOwn(jobs, event.job), `${context} has a job ${event.job}`);
  },
});

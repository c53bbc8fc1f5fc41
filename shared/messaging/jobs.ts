import middy from '@middy/core';
import type { ContextJobs, JobRun, JobTable } from '../contracts/jobs.ts';
import { instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';
import { flushStep } from './steps/flush.ts';
import { jobOutcomeStep } from './steps/job-outcome.ts';
import { knownJobStep } from './steps/known-job.ts';

/** Counts of what a job found and did. */
export type JobResult = Readonly<Record<string, unknown>>;

export type JobFunctions<T extends JobTable, Deps> = {
  readonly [Name in keyof T]: (run: JobRun, deps: Deps) => Promise<JobResult>;
};

export interface JobEvent {
  readonly job: string;
  readonly scheduledAt: string;
}

/** The handler of a context's `jobs` function. The schedule's own time comes in the payload. */
export const jobsHandler = <T extends JobTable, Deps>(
  jobs: ContextJobs<T>,
  functions: JobFunctions<T, Deps>,
  deps: Deps,
  observability: Observability,
): ((event: JobEvent) => Promise<JobResult>) =>
  middy()
    .use([flushStep(observability), jobOutcomeStep(observability), knownJobStep(jobs)] as never[])
    .handler((({ job, scheduledAt }: JobEvent) =>
      functions[job as keyof T]({ scheduledAt: instant(scheduledAt) }, deps)) as never) as never;

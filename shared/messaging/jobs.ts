import middy from '@middy/core';
import type { ContextJobs, JobRun, JobTable } from '../contracts/jobs.ts';
import type { Table } from '../dynamo/table.ts';
import { instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';
import type { JobEvent, JobResult } from './job.ts';
import { flushStep } from './steps/flush.ts';
import { jobOutcomeStep } from './steps/job-outcome.ts';
import { jobRecordStep } from './steps/job-record.ts';
import { knownJobStep } from './steps/known-job.ts';

export type JobFunctions<T extends JobTable, Deps> = {
  readonly [Name in keyof T]: (run: JobRun, deps: Deps) => Promise<JobResult>;
};

/** The handler of a context's `jobs` function. The schedule's own time comes in the payload. */
export const jobsHandler = <T extends JobTable, Deps extends { readonly table: Table }>(
  jobs: ContextJobs<T>,
  functions: JobFunctions<T, Deps>,
  deps: Deps,
  observability: Observability,
): ((event: JobEvent) => Promise<JobResult>) =>
  middy()
    .use([
      flushStep(observability),
      jobOutcomeStep(observability),
      jobRecordStep(deps.table, jobs),
      knownJobStep(jobs),
    ] as never[])
    .handler((({ job, scheduledAt }: JobEvent) =>
      functions[job as keyof T]({ scheduledAt: instant(scheduledAt) }, deps)) as never) as never;

import type { ContextJobs, JobTable } from '../../../shared/contracts/jobs.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import type { JobResult } from '../../../shared/messaging/job.ts';
import { type JobFunctions, runJob, workRange } from '../../../shared/messaging/jobs.ts';
import type { RangeMessage } from '../../../shared/messaging/walk/walk.ts';
import type { Walker } from '../../../shared/messaging/walk/walk-range.ts';
import { silentObservability } from '../../../shared/observability/observability.ts';

/** A context's jobs as their function has them. */
export interface RunnableJobs<Deps> {
  readonly jobs: ContextJobs<JobTable>;
  readonly jobFunctions: JobFunctions<JobTable, Deps>;
}

/** Runs a job and every range that it shares out, one after the other; answers the counts of them all. */
export async function runJobToItsEnd<Deps extends { readonly table: Table }>(
  { jobs, jobFunctions }: RunnableJobs<Deps>,
  job: string,
  scheduledAt: string,
  deps: Deps,
  options: Partial<Walker> = {},
): Promise<JobResult> {
  const waiting: RangeMessage[] = [];
  const walker: Walker = {
    context: jobs.context,
    table: deps.table,
    log: silentObservability().log,
    queue: { send: async (messages) => void waiting.push(...messages) },
    mayGoOn: () => true,
    ...options,
  };
  let result = await runJob(jobFunctions[job]!, { job, scheduledAt }, walker, deps);
  const parts = { jobs, functions: jobFunctions, deps, walker };
  for (let next = waiting.shift(); next; next = waiting.shift()) result = (await workRange(next, parts)) ?? result;
  return result;
}

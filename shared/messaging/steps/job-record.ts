import type { MiddlewareObj } from '@middy/core';
import type { ContextJobs } from '../../contracts/jobs.ts';
import type { Table } from '../../dynamo/table.ts';
import type { JobEvent, JobResult } from '../job.ts';
import { type JobRecord, noteJob } from '../job-records.ts';

/** Keeps how the run went, for the operator (OPS-3). */
export const jobRecordStep = (table: Table, jobs: ContextJobs): MiddlewareObj<JobEvent, JobResult> => ({
  async after({ event, response }) {
    const { ranges, ...counts } = (response ?? {}) as JobResult & Pick<JobRecord, 'ranges'>;
    await noteJob(table, jobs, event, ranges ? { counts, ranges } : { counts });
  },
  async onError({ event, error }) {
    if (Object.hasOwn(jobs.jobs, event.job)) await noteJob(table, jobs, event, { error });
  },
});

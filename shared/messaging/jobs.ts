import type { ContextJobs, JobRun, JobTable } from '../contracts/jobs.ts';
import { invariant } from '../kernel/invariant.ts';
import { instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';

/** A job answers with counts of what it found and did. */
export type JobFunctions<T extends JobTable, Deps> = {
  readonly [Name in keyof T]: (run: JobRun, deps: Deps) => Promise<Readonly<Record<string, unknown>>>;
};

export interface JobEvent {
  readonly job: string;
  readonly scheduledAt: string;
}

/** The handler of a context's `jobs` function. The schedule's own time comes in the payload. */
export const jobsHandler =
  <T extends JobTable, Deps>(
    { context, jobs }: ContextJobs<T>,
    functions: JobFunctions<T, Deps>,
    deps: Deps,
    { log, count, flush }: Observability,
  ) =>
  async (event: JobEvent): Promise<Readonly<Record<string, unknown>>> => {
    invariant(Object.hasOwn(jobs, event.job), `${context} has a job ${event.job}`);
    const scheduledAt = instant(event.scheduledAt);
    try {
      const result = await functions[event.job as keyof T]({ scheduledAt }, deps);
      log.info('job done', { job: event.job, scheduledAt, ...result });
      count('JobSucceeded');
      return result;
    } catch (error) {
      count('JobFailed');
      log.error('job failed; the next run finds what is left', { job: event.job, scheduledAt, error: String(error) });
      throw error;
    } finally {
      flush();
    }
  };

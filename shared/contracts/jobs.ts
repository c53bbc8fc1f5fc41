import type { ContextName } from './routes.ts';

/** Scheduled work: finds what is due by state, so a late, repeated or missed run heals itself (OPS-3). */
export interface Job {
  /** EventBridge Scheduler expression in UTC, e.g. `cron(0 1 * * ? *)`. */
  readonly schedule: `cron(${string})` | `rate(${string})`;
  readonly summary: string;
}
export type JobTable = Readonly<Record<string, Job>>;
export interface ContextJobs<T extends JobTable = JobTable> {
  readonly context: ContextName;
  readonly jobs: T;
}
export const jobTable = <const T extends JobTable>(context: ContextName, jobs: T): ContextJobs<T> => ({
  context,
  jobs,
});

/** What the scheduler hands a job: its own time, not the clock's. */
export interface JobRun {
  readonly scheduledAt: string;
}

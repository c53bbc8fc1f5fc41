import { Cron } from 'croner';
import type { ContextJobs } from '../contracts/jobs.ts';
import type { ContextName } from '../contracts/routes.ts';
import { allOf, type Key, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { JobEvent, JobResult } from './job.ts';

/**
 * How the jobs of the program went, each as of its last run: written by whoever runs one, read by tenancy for the operator.
 * Beside access and sales records the only items that contexts share.
 */
const JOBS = 'JOBS#PROGRAM';

export interface JobRecord {
  readonly context: ContextName;
  readonly job: string;
  readonly summary: string;
  readonly schedule: string;
  /** When the last run was due, by its schedule. */
  readonly scheduledAt: Instant;
  readonly outcome: 'succeeded' | 'failed';
  /** Counts of what the last run found and did; absent when it failed. */
  readonly counts?: JobResult;
  readonly error?: string;
  /** When the last run was due that succeeded. */
  readonly succeededAt?: Instant;
  readonly nextAt: Instant;
}

const keyOf = ({ context, job }: Pick<JobRecord, 'context' | 'job'>): Key => ({ pk: JOBS, sk: `${context}#${job}` });

/** Characters of an error that are kept: enough to know it again in the log. */
const ERROR_LENGTH_MAX = 500;

/** When a schedule fires next, strictly after an instant. AWS writes a year and `?` where others write neither. */
export function nextRun(schedule: string, after: Instant): Instant {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = /^cron\((.*)\)$/
    .exec(schedule)![1]!
    .replaceAll('?', '*')
    .split(' ');
  const next = new Cron([minute, hour, dayOfMonth, month, dayOfWeek].join(' '), { timezone: 'UTC' });
  return instant(next.nextRun(new Date(after))!);
}

/**
 * Notes how a run went. What is known of a later run stays, and a run that succeeded after it had failed is one that
 * succeeded. A note that loses a race is dropped: the other one is as good.
 */
export async function noteJob(
  table: Table,
  { context, jobs }: ContextJobs,
  { job, scheduledAt }: JobEvent,
  outcome: { readonly counts: JobResult } | { readonly error: unknown },
): Promise<void> {
  const { schedule, summary } = jobs[job]!;
  const at = instant(scheduledAt);
  const isGood = 'counts' in outcome;
  const noted = `${at}#${isGood ? 'succeeded' : 'failed'}`;
  const write: Write = {
    update: keyOf({ context, job }),
    set: {
      ...{ context, job, schedule, summary, noted, scheduledAt: at, nextAt: nextRun(schedule, at) },
      ...(isGood
        ? { outcome: 'succeeded', counts: outcome.counts, succeededAt: at }
        : { outcome: 'failed', error: String(outcome.error).slice(0, ERROR_LENGTH_MAX) }),
    },
    remove: [isGood ? 'error' : 'counts'],
    if: { kind: 'absentOrLess', attribute: 'noted', value: noted },
  };
  try {
    await table.write([write]);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
  }
}

/** Every job that ever ran, by context and name: some dozens. */
export async function listJobRecords(table: Table): Promise<readonly JobRecord[]> {
  const items = await allOf(table, { pk: JOBS, consistent: true });
  return items.map(({ pk: _, sk: __, noted: ___, ...record }) => record as unknown as JobRecord);
}

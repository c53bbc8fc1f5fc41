import { Cron } from 'croner';
import type { ContextJobs } from '../contracts/jobs.ts';
import type { ContextName } from '../contracts/routes.ts';
import { allOf, type Key, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { JobEvent, JobResult } from './job.ts';

/**
 * How the jobs of the program went, each as of its last run: written by whoever runs one, read by tenancy for the operator.
 * Beside access and sales records and what was seen the only items that contexts share.
 */
const JOBS = 'JOBS#PROGRAM';

export interface JobRecord {
  readonly context: ContextName;
  readonly job: string;
  readonly summary: string;
  readonly schedule: string;
  /** When the last run was due, by its schedule. */
  readonly scheduledAt: Instant;
  /** `running`: shares of it are on their way to workers. */
  readonly outcome: 'succeeded' | 'failed' | 'running';
  /** Shares of a run that more than one invocation works on, and those that are done. */
  readonly ranges?: { readonly handed: number; readonly done: number };
  /** Counts of what the last run found and did so far; absent when it failed. */
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
  const last = answered.get(schedule);
  if (last?.after === after) return last.next;
  const next = instant(cronOf(schedule).nextRun(new Date(after))!);
  answered.set(schedule, { after, next });
  return next;
}

/** The last answer for each schedule: all ranges of one run ask for the same. */
const answered = new Map<string, { readonly after: Instant; readonly next: Instant }>();

/** Schedules that were read: a program has some dozens, and each run of a job asks for its own. */
const crons = new Map<string, Cron>();

function cronOf(schedule: string): Cron {
  const known = crons.get(schedule);
  if (known) return known;
  const [minute, hour, dayOfMonth, month, dayOfWeek] = /^cron\((.*)\)$/
    .exec(schedule)![1]!
    .replaceAll('?', '*')
    .split(' ');
  const read = new Cron([minute, hour, dayOfMonth, month, dayOfWeek].join(' '), { timezone: 'UTC' });
  crons.set(schedule, read);
  return read;
}

/** How far a run has come, or how it ended. */
export type JobNote =
  | { readonly counts: JobResult; readonly ranges?: JobRecord['ranges'] }
  | { readonly error: unknown };

/** Digits of a number of ranges, so that texts of them sort like the numbers. */
const RANGE_DIGITS = 9;

/** What a note says; of two of one run the greater `order` stays. */
function said(note: JobNote, at: Instant) {
  if ('error' in note)
    return {
      order: 'failed',
      set: { outcome: 'failed', error: String(note.error).slice(0, ERROR_LENGTH_MAX) },
      remove: ['counts', 'ranges'],
    };
  const { counts, ranges } = note;
  const isRunning = ranges !== undefined && ranges.done < ranges.handed;
  return {
    // Before `failed` and `succeeded`.
    order: isRunning ? `#${String(ranges.done).padStart(RANGE_DIGITS, '0')}` : 'succeeded',
    set: {
      ...(isRunning ? { outcome: 'running' } : { outcome: 'succeeded', succeededAt: at }),
      ...(ranges && { ranges }),
      counts,
    },
    remove: ranges ? ['error'] : ['error', 'ranges'],
  };
}

/**
 * Notes how a run goes, or went. What is known of a later run stays, and a run that succeeded after it had failed is one that
 * succeeded. A note that loses a race is dropped: the other one is as good.
 */
export async function noteJob(
  table: Table,
  { context, jobs }: ContextJobs,
  { job, scheduledAt }: JobEvent,
  note: JobNote,
): Promise<void> {
  const { schedule, summary } = jobs[job]!;
  const at = instant(scheduledAt);
  const { order, set, remove } = said(note, at);
  const noted = `${at}#${order}`;
  const write: Write = {
    update: keyOf({ context, job }),
    set: { ...{ context, job, schedule, summary, noted, scheduledAt: at, nextAt: nextRun(schedule, at) }, ...set },
    remove,
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

import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ContextJobs, JobRun, JobTable } from '../contracts/jobs.ts';
import type { Table } from '../dynamo/table.ts';
import { invariant } from '../kernel/invariant.ts';
import { instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';
import type { JobEvent, JobResult } from './job.ts';
import { noteJob } from './job-records.ts';
import type { Queue } from './queue.ts';
import { flushStep } from './steps/flush.ts';
import { jobOutcomeStep } from './steps/job-outcome.ts';
import { jobRecordStep } from './steps/job-record.ts';
import { knownJobStep } from './steps/known-job.ts';
import type { RangeMessage, Walk } from './walk/walk.ts';
import { beginWalk, type Walker, walkRange } from './walk/walk-range.ts';
import type { KnownRun } from './walk/walk-records.ts';

/** What a job does: it walks what is due, or is done with one invocation. */
export type JobFunction<Deps> = Walk<Deps> | ((run: JobRun, deps: Deps) => Promise<JobResult>);
export type JobFunctions<T extends JobTable, Deps> = { readonly [Name in keyof T]: JobFunction<Deps> };

/** Milliseconds that a batch of things may take: nothing is begun when less is left of a function's time. */
const BATCH_MS_MAX = 60_000;

type JobsEvent = JobEvent | SQSEvent;
/** Absent where nothing ends it. */
type JobsContext = Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

/**
 * The handler of a context's `jobs` function. The schedule's own time comes in the payload; ranges of what a job walks
 * come from the queue.
 */
export function jobsHandler<T extends JobTable, Deps extends { readonly table: Table }>(
  jobs: ContextJobs<T>,
  functions: JobFunctions<T, Deps>,
  deps: Deps,
  observability: Observability,
  queue: Queue<RangeMessage>,
): (event: JobsEvent, context?: JobsContext) => Promise<JobResult | SQSBatchResponse> {
  const walkerIn = (context: JobsContext | undefined): Walker => ({
    context: jobs.context,
    table: deps.table,
    log: observability.log,
    queue,
    mayGoOn: () => (context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) > BATCH_MS_MAX,
  });
  const scheduled = middy()
    .use([
      flushStep(observability),
      jobOutcomeStep(observability),
      jobRecordStep(deps.table, jobs),
      knownJobStep(jobs),
    ] as never[])
    .handler((async (event: JobEvent, context: JobsContext) =>
      runJob(functions[event.job as keyof T], event, walkerIn(context), deps)) as never);
  return (event, context) =>
    'Records' in event
      ? workRanges(event, { jobs, functions, deps, observability, walker: walkerIn(context) })
      : (scheduled(event as never, context as never) as unknown as Promise<JobResult>);
}

/** Runs a job as its schedule does. Of a walk that is shared out, the counts are those so far. */
export async function runJob<Deps>(
  job: JobFunction<Deps>,
  event: JobEvent,
  walker: Walker,
  deps: Deps,
): Promise<JobResult> {
  if (typeof job === 'function') return job({ scheduledAt: instant(event.scheduledAt) }, deps);
  const { counts, run } = await beginWalk(job, event, walker, deps);
  return run ? { ...run.counts, ranges: sharesOf(run) } : counts;
}

/** Messages come one at a time; one that fails comes again. */
async function workRanges<T extends JobTable, Deps extends { readonly table: Table }>(
  { Records }: SQSEvent,
  parts: {
    readonly jobs: ContextJobs<T>;
    readonly functions: JobFunctions<T, Deps>;
    readonly deps: Deps;
    readonly observability: Observability;
    readonly walker: Walker;
  },
): Promise<SQSBatchResponse> {
  const { log, count, flush } = parts.observability;
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of Records) {
    try {
      await workRange(JSON.parse(body) as RangeMessage, parts);
    } catch (error) {
      count('RangeFailed');
      log.error('a range failed, it will be delivered again', { body, error: String(error) });
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  flush();
  return { batchItemFailures };
}

/** Works one range, and notes how far the run has come. Answers its counts, where they have changed. */
export async function workRange<T extends JobTable, Deps extends { readonly table: Table }>(
  message: RangeMessage,
  {
    jobs,
    functions,
    deps,
    walker,
  }: {
    readonly jobs: ContextJobs<T>;
    readonly functions: JobFunctions<T, Deps>;
    readonly deps: Deps;
    readonly walker: Walker;
  },
): Promise<JobResult | undefined> {
  const { job, scheduledAt } = message;
  const walk = Object.hasOwn(functions, job) ? functions[job] : undefined;
  invariant(walk !== undefined && typeof walk !== 'function', `${jobs.context} walks ${job}`);
  const { outcome, run } = await walkRange(walk, message, walker, deps);
  walker.log.info('range worked', { job, scheduledAt, outcome, ...run });
  if (!run) return undefined;
  await noteJob(deps.table, jobs, { job, scheduledAt }, { counts: run.counts, ranges: sharesOf(run) });
  return { ...run.counts, ranges: sharesOf(run) };
}

/** What the invocation of the schedule does is a share of its own: without it no run has ended. */
const sharesOf = ({ handed, done, isBegun }: KnownRun) => ({ handed: handed + 1, done: done + (isBegun ? 1 : 0) });

import { randomUUID } from 'node:crypto';
import type { JobRun } from '../../contracts/jobs.ts';
import type { ContextName } from '../../contracts/routes.ts';
import type { Cursor, Item, Query, Table } from '../../dynamo/table.ts';
import { instant } from '../../kernel/time.ts';
import type { Log } from '../../observability/observability.ts';
import type { Queue } from '../queue.ts';
import { type Counts, placeOf, type Range, type RangeMessage, sortKeyOf, sumOf, type Walk } from './walk.ts';
import { type KnownRun, type TakenRange, type WalkRecords, walkRecords } from './walk-records.ts';

/**
 * A million things that are due on one day are more than one function gets done. So a run is a chain: who takes a range
 * reads {@link RANGE_ITEMS} of what is due, puts what lies behind them on the queue, and then does its own. The chain grows
 * by a range in a fraction of a second, while each takes many, so that as many workers as there may be are at work.
 *
 * Nothing is lost: what lies behind a range is noted with it before it is sent, a message that dies comes again, and after
 * five times waits among the dead letters. What was done is no longer due, so whoever begins anew finds what is left.
 */
export interface Walker {
  readonly context: ContextName;
  readonly table: Table;
  readonly log: Log;
  readonly queue: Queue<RangeMessage>;
  /** False when the time of the function is nearly up: what is left goes back to the queue. */
  readonly mayGoOn: () => boolean;
  /** Things of one range; for tests. */
  readonly rangeItems?: number;
  readonly newId?: () => string;
}

/** Things of one range: a minute's work for those that take longest. */
const RANGE_ITEMS = 200;
const AT_ONCE = 8;

/** What an invocation of the schedule did by itself, and the run where it left ranges to others. */
export interface Begun {
  readonly counts: Counts;
  readonly run?: KnownRun | undefined;
}

/**
 * Begins a run: does the first range of each place itself, and puts what lies behind on the queue. Where little is due that is
 * all there is to do, and nothing is noted.
 * @throws AggregateError when something could not be done; another invocation, or the next run, finds it again.
 */
export async function beginWalk<Deps>(
  walk: Walk<Deps>,
  { job, scheduledAt }: { job: string; scheduledAt: string },
  walker: Walker,
  deps: Deps,
): Promise<Begun> {
  const run: JobRun = { scheduledAt: instant(scheduledAt) };
  const { newId = randomUUID } = walker;
  const records = recordsOf({ job, scheduledAt, generation: newId() }, walker);
  let counts = walk.counts;
  const shared: Range[] = [];
  const failures: unknown[] = [];
  const share = async (range: Range): Promise<void> => {
    if (shared.push(range) === 1) await records.begin();
    await records.hand();
    await send({ job, scheduledAt, generation: records.generation }, range, walker);
  };
  const begin = async (query: Query, page: DuePage): Promise<void> => {
    if (page.rest) await share(page.rest);
    const did = await doAll(page.items, walk, run, walker, deps);
    counts = sumOf(counts, did.counts);
    failures.push(...did.failures);
    const left = leftOf(query, page, did.count);
    if (left) await share(left);
  };
  for (const places of await walk.due(run, deps)) {
    const queries = [places].flat();
    const pages = await Promise.all(queries.map((query) => pageOf(query, undefined, walker)));
    for (const [at, query] of queries.entries()) await begin(query, pages[at]!);
  }
  if (shared.length > 0) await records.beganWith(failures.length === 0, counts);
  throwAll(failures, job);
  return { counts, ...(shared.length > 0 && { run: await records.load() }) };
}

/** What became of a message. */
export type RangeOutcome = 'done' | 'void' | 'takenByAnother' | 'known';

/**
 * Works one message of the queue. It may come twice, late, or after somebody else took the same range.
 * @returns what became of it, and the run as it is now.
 * @throws AggregateError when something could not be done: the queue delivers the message again.
 */
export async function walkRange<Deps>(
  walk: Walk<Deps>,
  message: RangeMessage,
  walker: Walker,
  deps: Deps,
): Promise<{ outcome: RangeOutcome; run?: KnownRun | undefined }> {
  const { range, job } = message;
  const records = recordsOf(message, walker);
  const before = await records.taken(range);
  if (before && before.token !== message.token) return { outcome: 'takenByAnother' };
  if (before?.isDone) {
    if (before.left) await send(message, before.left, walker);
    return { outcome: 'known', run: await records.load() };
  }
  if ((await records.load())?.generation !== message.generation) return { outcome: 'void' };
  const page = await pageOf(range.query, { ...range, ...(before?.through && { through: before.through }) }, walker);
  const taken = before ?? (await take(page, message, records));
  if (taken === 'takenByAnother') return { outcome: taken };
  if (taken?.rest) await send(message, taken.rest, walker);
  const did = await doAll(page.items, walk, { scheduledAt: instant(message.scheduledAt) }, walker, deps);
  throwAll(did.failures, job);
  const left = leftOf(range.query, page, did.count);
  const finished = { token: message.token, isDone: true, ...taken, ...(left && { left }) };
  const isFinished = await records.finish(range, taken, { ...finished, isDone: true }, did.counts);
  if (!isFinished) return { outcome: 'takenByAnother' };
  if (left) await send(message, left, walker);
  return { outcome: 'done', run: await records.load() };
}

async function take(
  page: DuePage,
  { range, token }: RangeMessage,
  records: WalkRecords,
): Promise<TakenRange | undefined | 'takenByAnother'> {
  if (!page.rest) return undefined;
  const taken = { token, isDone: false, through: page.through!, rest: page.rest };
  return (await records.take(range, taken)) ? taken : 'takenByAnother';
}

interface DuePage {
  readonly items: readonly Item[];
  /** Sort key of the last item, where more follows. */
  readonly through?: string;
  readonly rest?: Range;
  /** Where a range goes on that was cut already, and has become longer since. */
  readonly more?: Cursor;
}

/** The next things of a place; as far as it goes when it has been cut before. */
async function pageOf(
  query: Query,
  range: Pick<Range, 'after' | 'through'> | undefined,
  { table, rangeItems = RANGE_ITEMS }: Walker,
): Promise<DuePage> {
  const { items, next } = await table.query({ ...query, limit: rangeItems, ...(range && { after: range.after }) });
  const { through } = range ?? {};
  if (through !== undefined) {
    const within = items.filter((item) => sortKeyOf(item, query) <= through);
    const last = items.at(-1);
    // Several may have one sort key: what lies behind the last of them may still be of this range.
    const goesOn = next && last && sortKeyOf(last, query) <= through;
    return { items: within, through, ...(goesOn && { more: next }) };
  }
  const last = items.at(-1);
  return next && last ? { items, through: sortKeyOf(last, query), rest: { query, after: next } } : { items };
}

/** What was not begun of a page when time was up. */
function leftOf(query: Query, { items, through, more }: DuePage, count: number): Range | undefined {
  if (count === items.length) return more && { query, after: more, through: through! };
  const until = through ?? sortKeyOf(items.at(-1)!, query);
  return { query, after: placeOf(items[count - 1]!, query), through: until };
}

/** Does one thing after the other, some side by side, until time is up; the first ones in any case. */
async function doAll<Deps>(
  items: readonly Item[],
  { each, counts: none, atOnce = AT_ONCE }: Walk<Deps>,
  run: JobRun,
  { mayGoOn, log }: Walker,
  deps: Deps,
): Promise<{ counts: Counts; count: number; failures: readonly unknown[] }> {
  let counts = none;
  let count = 0;
  const failures: unknown[] = [];
  while (count < items.length && (count === 0 || mayGoOn())) {
    const batch = items.slice(count, count + atOnce);
    count += batch.length;
    const done = await Promise.allSettled(batch.map((item) => each(item, run, deps)));
    for (const [index, result] of done.entries()) {
      if (result.status === 'fulfilled') counts = sumOf(counts, result.value);
      else {
        failures.push(result.reason);
        const { pk, sk } = batch[index]!;
        log.error('something that is due could not be done', { pk, sk, error: String(result.reason) });
      }
    }
  }
  return { counts, count, failures };
}

function throwAll(failures: readonly unknown[], job: string): void {
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${job}: ${failures.length} could not be done`);
}

const recordsOf = (
  { job, scheduledAt, generation }: Pick<RangeMessage, 'job' | 'scheduledAt' | 'generation'>,
  { table, context }: Walker,
): WalkRecords => walkRecords(table, { context, job, scheduledAt, generation });

const send = (
  { job, scheduledAt, generation }: Pick<RangeMessage, 'job' | 'scheduledAt' | 'generation'>,
  range: Range,
  { queue, newId = randomUUID }: Walker,
): Promise<void> => queue.send([{ kind: 'range', job, scheduledAt, generation, range, token: newId() }]);

import { addSeconds, type Instant } from '../../../../shared/kernel/time.ts';
import type { Invoice } from '../../invoices/index.ts';
import { previewFiles } from '../store/preview-files.ts';
import type { PreviewRun, PreviewTurn } from '../store/preview-item.ts';
import { previewStore } from '../store/preview-store.ts';
import type { EstimatesDeps } from './dependencies.ts';
import type { PreviewMessage } from './preview-message.ts';

/** Seconds from its beginning for which the result of a run is handed out; then another one begins. */
const FRESH_SECONDS = 15 * 60;
/** Seconds after which what is left of a run is handed out again: more than a worker takes for a range. */
const RESUMED_AFTER_SECONDS = 120;

type Deps = Pick<EstimatesDeps, 'table' | 'files' | 'previewQueue'>;
type Plan = Omit<PreviewRun, 'startedAt' | 'queuedAt' | 'resultKey' | 'done'>;

/** How far workers have come with an estimate. */
export interface PreviewProgress {
  readonly rangesDone: number;
  /** Ranges of customers that are computed one by one. */
  readonly rangesTotal: number;
  /** Absent while the estimate of another day is computed first. */
  readonly startedAt?: Instant;
}

/**
 * The estimate of a partner that is too large for one call, or how far it is as long as workers compute it. Who asks while a
 * run is under way waits for the same run, and sets it going again where it was interrupted. Of a partner one run is under
 * way at a time: the workers are those of all invoices, and there are as many previews to ask for as there are days.
 */
export async function previewByRun(plan: Plan, at: Instant, deps: Deps): Promise<Found> {
  const store = previewStore(deps.table);
  const run = await store.load(plan.partnerId, plan.asOf);
  const isOver = run !== undefined && run.resultKey !== undefined && addSeconds(run.startedAt, FRESH_SECONDS) <= at;
  const isStale = run !== undefined && !isSamePlan(run, plan);
  if (!run || isOver || isStale) {
    const last = await store.begunLast(plan.partnerId);
    if (last && last.asOf !== plan.asOf && (await isUnderWay(last, plan.partnerId, at, deps)))
      return { underWay: { rangesDone: 0, rangesTotal: plan.ranges.length } };
    const begun: PreviewRun = { ...plan, startedAt: at, queuedAt: at, done: new Set() };
    if (await store.begin(begun, run, last)) await handOut(begun, deps);
    return { underWay: progressOf(begun) };
  }
  if (run.resultKey !== undefined) {
    const estimate = await previewFiles(deps.files).result(run.resultKey);
    if (estimate) return { estimate };
  }
  if (addSeconds(run.queuedAt, RESUMED_AFTER_SECONDS) <= at && (await store.requeue(run, at))) await handOut(run, deps);
  return { underWay: progressOf(run) };
}

type Found = { readonly estimate: Invoice } | { readonly underWay: PreviewProgress };

const progressOf = ({ done, ranges, startedAt }: PreviewRun): PreviewProgress => ({
  rangesDone: done.size,
  rangesTotal: ranges.length,
  startedAt,
});

/** Whether a run has no result yet; after a quarter of an hour nobody waits for it. */
async function isUnderWay(
  { asOf, startedAt }: PreviewTurn,
  partnerId: string,
  at: Instant,
  { table }: Pick<Deps, 'table'>,
): Promise<boolean> {
  if (addSeconds(startedAt, FRESH_SECONDS) <= at) return false;
  const run = await previewStore(table).load(partnerId, asOf);
  return run?.startedAt === startedAt && run.resultKey === undefined;
}

/** Another period is open by now: what was computed is of an invoice that is issued. */
const isSamePlan = (run: PreviewRun, { period, posted }: Plan): boolean =>
  run.period.start === period.start && run.posted.end === posted.end;

/** One message for each range without sums; when there is none, one to finish. */
export async function handOut(
  { partnerId, asOf, startedAt, ranges, done }: PreviewRun,
  { previewQueue }: Pick<Deps, 'previewQueue'>,
): Promise<void> {
  const about = { partnerId, asOf, startedAt };
  const left = ranges.map((_, range) => range).filter((range) => !done.has(range));
  const messages: PreviewMessage[] = left.map((range) => ({ kind: 'preview', ...about, range }));
  await previewQueue.send(messages.length > 0 ? messages : [{ kind: 'previewed', ...about }]);
}

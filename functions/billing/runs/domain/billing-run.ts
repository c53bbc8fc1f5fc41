import { addMs, type Day, epochMs, type Instant } from '../../../../shared/kernel/time.ts';

export type RunMode = 'preview' | 'commit';

/** What came of one period of one partner. */
export type RunResult = 'issued' | 'alreadyIssued' | 'empty' | 'failed' | 'preview';

/** How many periods came to which result; `left`: to none yet. */
export type RunCounts = Readonly<Record<RunResult | 'left', number>>;

export const NO_COUNTS: RunCounts = { issued: 0, alreadyIssued: 0, empty: 0, failed: 0, preview: 0, left: 0 };

/** A run over partners that the operator asked for. */
export interface BillingRun {
  readonly runId: string;
  readonly asOf: Day;
  readonly mode: RunMode;
  /** Absent: all whose billing date has come. */
  readonly partnerIds?: readonly string[];
  /** When it began; one that begins anew has another. */
  readonly startedAt: Instant;
  /** When work was last asked for. */
  readonly askedAt: Instant;
  /** All partners have been visited. */
  readonly isWalked?: true;
  /** As the last look at all of them found it, and when. */
  readonly counts: RunCounts;
  readonly countedAt?: Instant;
  /** Periods that had their result before it began: they say nothing of how fast it is. */
  readonly doneBefore?: number;
}

export type RunStatus = 'queued' | 'running' | 'succeeded' | 'partial' | 'failed';

/** Partial: some failed and others did not. */
export function statusOf({ counts, countedAt, isWalked }: BillingRun): RunStatus {
  if (!countedAt) return isWalked ? 'running' : 'queued';
  if (!isWalked || counts.left > 0) return 'running';
  if (counts.failed === 0) return 'succeeded';
  return counts.failed === totalOf(counts) ? 'failed' : 'partial';
}

export const isOver = (run: BillingRun): boolean => !['queued', 'running'].includes(statusOf(run));

export const totalOf = (counts: RunCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** When it would end if what is left went as fast as what it has done; undefined as long as that is nothing. */
export function estimatedEndOf({ startedAt, counts, countedAt, doneBefore = 0 }: BillingRun): Instant | undefined {
  const done = totalOf(counts) - counts.left - doneBefore;
  if (!countedAt || done <= 0 || counts.left === 0) return undefined;
  const msEach = (epochMs(countedAt) - epochMs(startedAt)) / done;
  return addMs(countedAt, Math.ceil(msEach * counts.left));
}

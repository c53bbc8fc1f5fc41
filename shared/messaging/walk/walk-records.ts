import { createHash } from 'node:crypto';
import type { ContextName } from '../../contracts/routes.ts';
import { storedKind } from '../../dynamo/stored-kind.ts';
import { type Key, putNew, type Table, type Write, WriteConflictError } from '../../dynamo/table.ts';
import { epochMs, instant } from '../../kernel/time.ts';
import type { Counts, Range } from './walk.ts';

/** Days that the records of a run stay: longer than a message lives, in its queue and among those that failed. */
const KEPT_DAYS = 30;

/** A run that more than its schedule's own invocation works on. */
export interface WalkRun {
  readonly generation: string;
  /** Ranges that were put on the queue, and those of them that are done. */
  readonly handed: number;
  readonly done: number;
  /** The invocation of the schedule did its own share. */
  readonly isBegun: boolean;
}

/** A range that a message has taken: nobody takes it twice, and what the message did is counted once. */
export interface TakenRange {
  readonly token: string;
  readonly isDone: boolean;
  /** Sort key of its last item. */
  readonly through?: string;
  /** What lies behind it, and was put on the queue when it was taken. */
  readonly rest?: Range;
  /** What was left of it when time was up, and was put on the queue again. */
  readonly left?: Range;
}

/** Counts stand beside the members of a run, so that they can be added to: `counted:renewed`. */
const COUNTED = 'counted:';

export const walkRunItem = storedKind<WalkRun>({ kind: 'walkRun', shape: 1, upgrades: [] });
export const takenRangeItem = storedKind<TakenRange>({ kind: 'takenRange', shape: 1, upgrades: [] });

/** A run of a job, by its schedule. */
export interface RunScope {
  readonly context: ContextName;
  readonly job: string;
  readonly scheduledAt: string;
}

const partitionOf = ({ context, job, scheduledAt }: RunScope): string =>
  `${context.toUpperCase()}#PROGRAM#WALK#${job}#${scheduledAt}`;
export const walkRunKey = (run: RunScope): Key => ({ pk: partitionOf(run), sk: 'RUN' });
/** A range is known by where it begins and where it was cut; members of what is read from the table have no order. */
export const takenRangeKey = (run: RunScope & { generation: string }, { query, after, through }: Range): Key => {
  const text = JSON.stringify([query.pk, Object.entries(after).sort(), through ?? null]);
  const place = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { pk: partitionOf(run), sk: `RANGE#${run.generation}#${place}` };
};

const expiryOf = ({ scheduledAt }: RunScope): { expiresAt: number } => ({
  expiresAt: Math.floor(epochMs(instant(scheduledAt)) / 1000) + KEPT_DAYS * 86_400,
});

/** What is known of a run, with its counts. */
export interface KnownRun extends WalkRun {
  readonly counts: Counts;
}

/** The records of one run. */
export const walkRecords = (table: Table, run: RunScope & { readonly generation: string }) => {
  const ofGeneration = { kind: 'equals', values: { generation: run.generation } } as const;
  const runUpdate = (add: Readonly<Record<string, number>>): Write => ({
    update: walkRunKey(run),
    add,
    if: ofGeneration,
  });
  const counted = (counts: Counts) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [COUNTED + name, count]));
  const rangeItem = (range: Range, taken: TakenRange) =>
    takenRangeItem.toItem({ ...takenRangeKey(run, range), ...expiryOf(run) }, taken);
  return {
    generation: run.generation,

    async load(): Promise<KnownRun | undefined> {
      const item = await table.get(walkRunKey(run), { consistent: true });
      if (!item) return undefined;
      const { generation, handed, done, isBegun, ...rest } = walkRunItem.fromItem(item);
      const counts = Object.entries(rest).filter(([name]) => name.startsWith(COUNTED));
      const known = counts.map(([name, count]) => [name.slice(COUNTED.length), Number(count)]);
      return { generation, handed, done, isBegun, counts: Object.fromEntries(known) };
    },

    async taken(range: Range): Promise<TakenRange | undefined> {
      const item = await table.get(takenRangeKey(run, range), { consistent: true });
      return item && takenRangeItem.fromItem(item);
    },

    /** Begins to keep records, in place of those of an earlier invocation of the same schedule. */
    async begin(): Promise<void> {
      const begun: WalkRun = { generation: run.generation, handed: 0, done: 0, isBegun: false };
      await table.write([{ put: walkRunItem.toItem({ ...walkRunKey(run), ...expiryOf(run) }, begun) }]);
    },

    /** Counts a range that is about to be put on the queue by the invocation of the schedule. */
    async hand(): Promise<void> {
      await table.write([runUpdate({ handed: 1 })]);
    },

    /** Counts what the invocation of the schedule itself did; the run ends only where nothing of it failed. */
    async beganWith(isGood: boolean, counts: Counts): Promise<void> {
      await table.write([
        { update: walkRunKey(run), add: counted(counts), set: { isBegun: isGood }, if: ofGeneration },
      ]);
    },

    /** A message takes a range behind which more lies. False: another message, or another run, was faster. */
    async take(range: Range, taken: TakenRange): Promise<boolean> {
      const write = () => table.write([runUpdate({ handed: 1 }), putNew(rangeItem(range, taken))]);
      return (await attempt(write)) || (await this.taken(range))?.token === taken.token;
    },

    /** A range is done, but for what is left of it. False: another message had it, or another run took this one's place. */
    async finish(range: Range, before: TakenRange | undefined, taken: TakenRange, counts: Counts): Promise<boolean> {
      const unfinished = before
        ? ({ kind: 'equals', values: { token: before.token, isDone: false } } as const)
        : ({ kind: 'absent' } as const);
      const add = { done: 1, ...(taken.left && { handed: 1 }), ...counted(counts) };
      const write = () => table.write([runUpdate(add), { put: rangeItem(range, taken), if: unfinished }]);
      if (await attempt(write)) return true;
      const stored = await this.taken(range);
      return stored?.token === taken.token && stored.isDone;
    },
  };
};

/**
 * Tries until conditions decide: two that only met are sent again by the table itself. A write whose answer was lost is sent
 * again as well, and then fails at what it has stored itself: who is told false looks whose it is.
 */
async function attempt(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons.includes('condition')) return false;
    throw error;
  }
}

export type WalkRecords = ReturnType<typeof walkRecords>;

import { retryOnConflict, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import { usageRefusals } from '../refusals.ts';
import { unpackBatch } from '../store/batch-file.ts';
import { batchFileKey, type RejectedRecord } from '../store/batch-item.ts';
import { batchStore, type PendingBatch } from '../store/batch-store.ts';
import type { FoldDeps, UsedMessage } from './dependencies.ts';
import { FAILED_MAX } from './fold-message.ts';
import { type FoldedRecord, prepareStep, type Step, storeIds } from './fold-subscription.ts';
import { moveUsage } from './move-usage.ts';

/** Batches that are in memory together: of a thousand records each some 50 MB. */
const BATCHES_AT_ONCE = 50;
/** Batches of earlier days that go before those of one message at most: a million records, minutes. Others follow by a message. */
const EARLIER_AT_ONCE = 1000;

/**
 * Counts the records of batches into day sheets (USG-3). Repeated, broken off between any two writes, or done by two at once
 * it leaves the same sheets. Batches of earlier days that still wait go first, so that a record that came on two days counts on
 * the first; where they are very many, messages go on `after` the last that was tried, with the subscriptions that `failed`
 * until there. A subscription that fails keeps its batches waiting, those after it too, and no other.
 *
 * @throws AggregateError naming what failed, once everything else is done.
 */
export async function foldBatches(
  batchIds: readonly string[],
  deps: FoldDeps,
  { after, failed: failedBefore = [], earlierMax = EARLIER_AT_ONCE }: FoldFrom = {},
): Promise<{ folded: number }> {
  const store = batchStore(deps.table);
  const named = await store.pending(batchIds);
  const last = named.at(-1);
  if (!last) return { folded: 0 };
  const failed: Failures = new Map(failedBefore.map((id) => [id, new Error(`${id} failed before`)]));
  const before = startOfDay(utcDay(last.reportedAt));
  const earlier = store.waiting({ ...(after !== undefined && { behind: after }), before });
  let folded = 0;
  for await (const portion of portionsOf(earlier, Math.min(BATCHES_AT_ONCE, earlierMax))) {
    await foldSome(portion, failed, deps);
    folded += portion.length;
    if (folded < earlierMax) continue;
    const tried = portion.at(-1)!.batchId;
    // So many never fail each by itself: what waits stays in its order, and all is tried once more.
    if (failed.size > FAILED_MAX) throw notFolded(failed);
    const following = { after: tried, ...(failed.size > 0 && { failed: [...failed.keys()] }) };
    await deps.foldQueue.send(named.map(({ batchId }) => ({ kind: 'fold', batchId, ...following })));
    return { folded };
  }
  const rest = named.filter(
    ({ reportedAt, batchId }) => reportedAt >= before || (after !== undefined && batchId <= after),
  );
  for (let start = 0; start < rest.length; start += BATCHES_AT_ONCE)
    await foldSome(rest.slice(start, start + BATCHES_AT_ONCE), failed, deps);
  folded += rest.length;
  if (failed.size > 0) throw notFolded(failed);
  return { folded };
}

/** Where a message goes on. */
interface FoldFrom {
  readonly after?: string | undefined;
  readonly failed?: readonly string[] | undefined;
  readonly earlierMax?: number;
}

const notFolded = (failed: Failures): AggregateError =>
  new AggregateError([...failed.values()], `${failed.size} subscriptions were not folded`);

async function* portionsOf<T>(all: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let portion: T[] = [];
  for await (const each of all) {
    portion.push(each);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** Why subscriptions were not folded. */
type Failures = Map<string, unknown>;

/** Folds batches that fit into memory together, but for subscriptions that have failed; adds those that fail now. */
async function foldSome(batches: readonly PendingBatch[], failed: Failures, deps: FoldDeps): Promise<void> {
  const isHopeless = ({ subscriptions = [] }: PendingBatch): boolean => subscriptions.every((id) => failed.has(id));
  const open = batches.filter((batch) => !isHopeless(batch));
  if (open.length === 0) return;
  const groups = await recordsOf(open, failed, deps);
  const outcomes = new Map<string, Step['verdicts']>();
  const guarded = async (subscriptionId: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      deps.log.error('usage of a subscription is not folded', { subscriptionId, error: String(error) });
      failed.set(subscriptionId, error);
    }
  };
  const moves = open.filter(({ isMove }) => isMove);
  for (const { subscriptions: [moved] = [], reportedAt } of moves)
    if (moved !== undefined) await guarded(moved, () => moveUsage(moved, reportedAt, deps));
  const steps: Step[] = [];
  await inLanes([...groups], ([subscriptionId, records]) =>
    guarded(subscriptionId, async () => void steps.push(await prepareStep(subscriptionId, records, deps))),
  );
  steps.sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
  const places = await storeIds(steps, deps.files);
  await inLanes(steps, (step) =>
    guarded(step.subscriptionId, async () => {
      const records = groups.get(step.subscriptionId)!;
      outcomes.set(step.subscriptionId, await carryOut(step, places.get(step), records, deps));
    }),
  );
  // A fold that stops before its batches end tells again.
  await deps.usedQueue.send([...usedOf(outcomes.keys(), groups), ...movedOf(moves)]);
  await inLanes(open, (batch) => complete(batch, { outcomes, failed }, deps));
}

/** Commits a step; where somebody else was first, or not everything fitted, others follow that rest on what is stored now. */
async function carryOut(
  step: Step,
  place: Parameters<Step['commit']>[0] | undefined,
  records: readonly FoldedRecord[],
  deps: FoldDeps,
): Promise<Step['verdicts']> {
  let current = step;
  let at = place;
  await retryOnConflict(async () => {
    for (;;) {
      if (!current.ids) return;
      at ??= (await storeIds([current], deps.files)).get(current)!;
      const writes = current.commit(at);
      const { isMore } = current;
      // Whatever becomes of the write, the next attempt rests on what is stored then.
      const again = async (): Promise<void> => {
        current = await prepareStep(step.subscriptionId, records, deps);
        at = undefined;
      };
      try {
        await deps.table.write(writes);
      } catch (error) {
        if (error instanceof WriteConflictError) await again();
        throw error;
      }
      if (!isMore) return;
      await again();
    }
  });
  return current.verdicts;
}

/** Records by subscription, in the order of receipt; not those of subscriptions that have failed. */
async function recordsOf(
  batches: readonly PendingBatch[],
  failed: Failures,
  { files }: FoldDeps,
): Promise<Map<string, FoldedRecord[]>> {
  const read = new Map<string, ReturnType<typeof unpackBatch>>();
  const loads = batches.filter(({ isMove }) => !isMove);
  await inLanes(loads, async ({ batchId, reportedAt }) => {
    const bytes = await files.get(batchFileKey(batchId, reportedAt));
    invariant(bytes, 'the records of a batch are stored before it waits');
    read.set(batchId, unpackBatch(bytes));
  });
  const groups = new Map<string, FoldedRecord[]>();
  for (const { batchId } of loads) {
    const { reportedAt, groups: given } = read.get(batchId)!;
    const reportedOn = utcDay(reportedAt);
    for (const { subscriptionId, rows } of given) {
      if (failed.has(subscriptionId)) continue;
      const records = groups.get(subscriptionId) ?? [];
      for (const of of rows) {
        const [row, id, content] = of;
        records.push({ id, content, batchId, row, reportedAt, reportedOn, of });
      }
      groups.set(subscriptionId, records);
    }
  }
  return groups;
}

const usedOf = (
  subscriptionIds: Iterable<string>,
  groups: ReadonlyMap<string, readonly FoldedRecord[]>,
): UsedMessage[] =>
  [...subscriptionIds].map((subscriptionId) => {
    const reports = groups.get(subscriptionId)!.map(({ reportedAt }) => reportedAt);
    return { kind: 'used', subscriptionId, at: reports.reduce((a, b) => (a > b ? a : b)) };
  });

const movedOf = (moves: readonly PendingBatch[]): UsedMessage[] =>
  moves.flatMap(({ subscriptions = [], reportedAt }) =>
    subscriptions.map((subscriptionId): UsedMessage => ({ kind: 'used', subscriptionId, at: reportedAt })),
  );

interface Folded {
  readonly outcomes: ReadonlyMap<string, Step['verdicts']>;
  readonly failed: ReadonlyMap<string, unknown>;
}

/** Ends a batch of which every subscription is folded, and says what became of its records. */
async function complete(batch: PendingBatch, { outcomes, failed }: Folded, { table }: FoldDeps): Promise<void> {
  const { batchId, reportedAt, subscriptions = [] } = batch;
  if (subscriptions.some((subscriptionId) => failed.has(subscriptionId))) return;
  if (batch.isMove) {
    await batchStore(table).forget(batchId);
    return;
  }
  let duplicates = 0;
  const conflicts: (readonly [row: number, rejected: RejectedRecord])[] = [];
  const code = usageRefusals.usage_record_conflict.code;
  const description = usageRefusals.usage_record_conflict.description;
  for (const subscriptionId of subscriptions) {
    const verdicts = outcomes.get(subscriptionId)!;
    for (const record of verdicts.duplicates) if (record.batchId === batchId) duplicates += 1;
    for (const {
      batchId: of,
      row,
      of: [, , , recordId],
    } of verdicts.conflicts)
      if (of === batchId) conflicts.push([row, { recordId, code, description }]);
  }
  conflicts.sort(([a], [b]) => a - b);
  const rejected = [...batch.rejected, ...conflicts.map(([, each]) => each)];
  const accepted = batch.accepted - duplicates - conflicts.length;
  await batchStore(table).complete(batchId, { reportedAt, accepted, duplicates, rejected });
}

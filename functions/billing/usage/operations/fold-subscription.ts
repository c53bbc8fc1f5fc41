import { createHash } from 'node:crypto';
import { WRITES_MAX, type Write } from '../../../../shared/dynamo/table.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { judge, type Standing, type Verdicts } from '../domain/counted-once.ts';
import { SheetSums } from '../domain/sheet-sums.ts';
import { ownerOn } from '../domain/usage-owner.ts';
import type { BatchRow } from '../store/batch-file.ts';
import type { ReportedBatch, UsageHead } from '../store/head-item.ts';
import { headStore } from '../store/head-store.ts';
import {
  entriesOf,
  holdersIn,
  type IdRun,
  idsIn,
  mergeable,
  mergedRun,
  type SortedHashes,
  sortedHashes,
} from '../store/id-runs.ts';
import { ownerStore } from '../store/owner-store.ts';
import { type SheetIds, usageStore } from '../store/sheet-store.ts';
import type { FoldDeps } from './dependencies.ts';

/** A record of a batch on its way into a sheet. */
export interface FoldedRecord extends Standing {
  readonly reportedAt: Instant;
  /** The UTC day of receipt: all records of a batch share the text. */
  readonly reportedOn: Day;
  readonly of: BatchRow;
}

/** One step of a subscription, before anything of it is stored. */
export interface Step {
  readonly subscriptionId: string;
  readonly verdicts: Verdicts<FoldedRecord>;
  /** Sorted ids of what it counts, a part of an object that steps share; absent where nothing is fresh. */
  readonly ids: Uint8Array | undefined;
  /** Fresh records are left for another step: a transaction holds no more. */
  readonly isMore: boolean;
  /** Writes of the step, once its ids have a place. */
  commit(place: Place): readonly Write[];
}

/** Where ids lie. */
export interface Place {
  readonly file: string;
  readonly start: number;
}

/** What a transaction has room for beside the head: sheets, and an item for each day of receipt of their records. */
const ITEMS_PER_STEP = WRITES_MAX - 1;

/**
 * Prepares what one subscription's records change (USG-3): ids that are counted already are told apart, the others go to
 * the sheets of who owned the subscription on their days. Nothing is stored but sheets' own objects and merged runs, which
 * nothing names before the commit.
 */
export async function prepareStep(
  subscriptionId: string,
  records: readonly FoldedRecord[],
  deps: FoldDeps,
): Promise<Step> {
  const head = await headStore(deps.table).load(subscriptionId);
  const hashes = sortedHashes(records);
  const verdicts = judge(records, await holdersOf(head, hashes, deps.files));
  if (verdicts.fresh.length === 0) return { subscriptionId, verdicts, ids: undefined, isMore: false, commit: () => [] };
  const { sheets, taken, isMore } = await sheetsOf(subscriptionId, verdicts.fresh, deps);
  const runs = await mergedRuns(subscriptionId, head.runs, deps.files);
  const reported = byReportDay(taken, records);
  const version = head.version + 1;
  const store = headStore(deps.table);
  return {
    subscriptionId,
    verdicts,
    isMore,
    ids: entriesOf(records, taken, hashes),
    commit(place) {
      const added: IdRun = { ...place, count: taken.length };
      return [
        store.write(subscriptionId, { version, runs: [...runs, added] }),
        ...sheets,
        ...reported.map(([reportedOn, batches]) =>
          store.reportedWrite(subscriptionId, { reportedOn, version }, batches),
        ),
      ];
    },
  };
}

/** Who holds the ids of these records already. */
async function holdersOf(head: UsageHead, hashes: SortedHashes, files: Files) {
  const ids = idsIn(hashes);
  const holders = new Map<string, Standing>();
  for (const run of head.runs) for (const holder of await holdersIn(run, ids, files)) holders.set(holder.id, holder);
  return holders;
}

/** The runs before, one fewer than they were where enough of about one size lie beside each other. */
async function mergedRuns(subscriptionId: string, runs: readonly IdRun[], files: Files): Promise<readonly IdRun[]> {
  let now = runs;
  for (let together = mergeable(now); together.length > 0; together = mergeable(now)) {
    const merged = await mergedRun(subscriptionId, together, files);
    now = [merged, ...now.filter((run) => !together.includes(run))].sort((a, b) => b.count - a.count);
  }
  return now;
}

/** Records of one sheet. */
interface SheetGroup {
  readonly ids: SheetIds;
  readonly usageOn: Day;
  readonly records: FoldedRecord[];
  readonly reportedOn: Set<Day>;
}

/** The sheets that fresh records are added to, as many as a transaction holds, and the records in them. */
async function sheetsOf(subscriptionId: string, fresh: readonly FoldedRecord[], deps: FoldDeps) {
  const owners = await ownerStore(deps.table).of(subscriptionId);
  const groups = new Map<string, SheetGroup>();
  // Machines report hour by hour: the sheet of a time is looked for once, not for each of its records.
  const byStart = new Map<string, SheetGroup>();
  for (const record of fresh) {
    const startAt = record.of[4];
    let group = byStart.get(startAt);
    if (!group) {
      const usageOn = utcDay(startAt as Instant);
      const owner = ownerOn(owners, usageOn);
      if (!owner) throw new Error(`nobody is known to own subscription ${subscriptionId} on ${usageOn} any more`);
      const { partnerId, customerId } = owner;
      const key = `${partnerId}#${usageOn}`;
      const ids = { partnerId, customerId, subscriptionId };
      group = groups.get(key) ?? { ids, usageOn, records: [], reportedOn: new Set() };
      groups.set(key, group);
      byStart.set(startAt, group);
    }
    group.records.push(record);
    group.reportedOn.add(record.reportedOn);
  }
  const all = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  const reportedOn = new Set<Day>();
  let count = 0;
  for (const group of all) {
    const days = new Set([...reportedOn, ...group.reportedOn]);
    // One sheet has room always: batches that are folded together are of some fifty days at most.
    if (count > 0 && count + 1 + days.size > ITEMS_PER_STEP) break;
    count += 1;
    for (const day of days) reportedOn.add(day);
  }
  const chosen = all.slice(0, count);
  const store = usageStore(deps);
  const sheets: Write[] = [];
  for (const { ids, usageOn, records } of chosen) {
    const sums = new SheetSums((await store.sheet(ids, usageOn))?.rows);
    for (const { reportedOn: on, of } of records) sums.add(countedOf(on, of));
    sheets.push(await store.write({ ...ids, usageOn, rows: sums.rows() }));
  }
  return { sheets, taken: chosen.flatMap(({ records }) => records), isMore: all.length > chosen.length };
}

function countedOf(reportedOn: Day, of: BatchRow) {
  const [, , , , startAt, , meterId, quantity, resourceUri, location, corrects, facts] = of;
  return {
    reportedOn,
    meterId,
    resourceUri,
    location,
    quantity,
    startAt: startAt as Instant,
    isCorrection: corrects !== 0,
    ...(facts !== 0 && { facts }),
  };
}

/** What was counted of each batch, by the day of receipt. */
function byReportDay(taken: readonly FoldedRecord[], all: readonly FoldedRecord[]): [Day, ReportedBatch[]][] {
  const counts = new Map<string, number>();
  for (const { batchId } of all) counts.set(batchId, (counts.get(batchId) ?? 0) + 1);
  const batches = new Map<string, FoldedRecord[]>();
  for (const record of taken) {
    const rows = batches.get(record.batchId);
    if (rows) rows.push(record);
    else batches.set(record.batchId, [record]);
  }
  const days = new Map<Day, ReportedBatch[]>();
  for (const [batchId, rows] of [...batches].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { reportedAt } = rows[0]!;
    const isAll = rows.length === counts.get(batchId);
    const told = { batchId, reportedAt, rowCount: rows.length, ...(!isAll && { rows: rows.map(({ row }) => row) }) };
    const day = utcDay(reportedAt);
    days.set(day, [...(days.get(day) ?? []), told]);
  }
  return [...days];
}

/** Puts the ids of steps into one object, named by its content, and tells where each lies. */
export async function storeIds(steps: readonly Step[], files: Files): Promise<ReadonlyMap<Step, Place>> {
  const fresh = steps.flatMap((step) => (step.ids ? [{ step, ids: step.ids }] : []));
  const places = new Map<Step, Place>();
  if (fresh.length === 0) return places;
  const bytes = Buffer.concat(fresh.map(({ ids }) => ids));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const file = `billing/usage/folds/${hash}.run`;
  await files.put(file, bytes, { contentType: 'application/octet-stream' });
  let start = 0;
  for (const { step, ids } of fresh) {
    places.set(step, { file, start });
    start += ids.length;
  }
  return places;
}

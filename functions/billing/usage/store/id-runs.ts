import { createHash } from 'node:crypto';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Standing } from '../domain/counted-once.ts';
import { FILTER_SUFFIX, filterPieces, mayHold } from './id-filter.ts';
import { compareAt, headAt, ID_BYTES, idsInOrder, orderOf, type SortedIds, WORD } from './sorted-ids.ts';

/**
 * Ids of records that are counted lie in sorted runs: entries of one length in the order of the hashes of the ids. A hash
 * says about where in a run it lies, so that few ids are found by reading a little around that place, and many by reading once
 * through. No run is ever in memory as a whole.
 */
export interface IdRun {
  readonly file: string;
  /** First byte of the run in its object. */
  readonly start: number;
  readonly count: number;
  /** Object with a filter of the ids, of a large run. */
  readonly filter?: string;
}

/** Hash of the id 12, of the content 8, batch 16, row 2. */
export const ENTRY_BYTES = 38;
const [CONTENT_AT, BATCH_AT, ROW_AT] = [ID_BYTES, 20, 36];

/** Hashes of records and their order: they are sorted once, to be looked for and to be stored. */
export interface SortedHashes {
  /** Hash of the id and of the content of each record, in the order of the records. */
  readonly bytes: Buffer;
  /** Places of the records in the order of the hashes of their ids. */
  readonly order: Uint32Array;
}

export function sortedHashes(records: readonly Standing[]): SortedHashes {
  // One text is read at once, which costs a fraction of as many short ones.
  const bytes = Buffer.from(records.map(({ id, content }) => id + content).join(''), 'hex');
  return { bytes, order: orderOf(bytes, BATCH_AT) };
}

/** The ids of records, each once. */
export const idsIn = ({ bytes, order }: SortedHashes): SortedIds => idsInOrder(bytes, order, BATCH_AT);

/** Sorted entries of those of the records that count now. */
export function entriesOf(
  records: readonly Standing[],
  taken: readonly Standing[] = records,
  { bytes: hashes, order }: SortedHashes = sortedHashes(records),
): Buffer {
  const bytes = Buffer.allocUnsafe(taken.length * ENTRY_BYTES);
  const some = taken.length < records.length ? new Set(taken) : undefined;
  let known = '';
  let batch: Uint8Array = Buffer.alloc(0);
  const batches = new Map<string, Uint8Array>();
  let at = 0;
  for (const place of order) {
    const record = records[place]!;
    if (some && !some.has(record)) continue;
    const { batchId, row } = record;
    if (batchId !== known) {
      batch = batches.get(batchId) ?? Buffer.from(batchId.replaceAll('-', ''), 'hex');
      batches.set(batchId, batch);
      known = batchId;
    }
    for (let byte = 0; byte < BATCH_AT; byte += 1) bytes[at + byte] = hashes[place * BATCH_AT + byte]!;
    for (let byte = 0; byte < ROW_AT - BATCH_AT; byte += 1) bytes[at + BATCH_AT + byte] = batch[byte]!;
    bytes[at + ROW_AT] = row >>> 8;
    bytes[at + ROW_AT + 1] = row & 0xff;
    at += ENTRY_BYTES;
  }
  return bytes;
}

function standingAt(bytes: Buffer, at: number): Standing {
  const hex = bytes.toString('hex', at, at + ENTRY_BYTES);
  const batch = hex.slice(BATCH_AT * 2, ROW_AT * 2);
  return {
    id: hex.slice(0, CONTENT_AT * 2),
    content: hex.slice(CONTENT_AT * 2, BATCH_AT * 2),
    batchId: `${batch.slice(0, 8)}-${batch.slice(8, 12)}-${batch.slice(12, 16)}-${batch.slice(16, 20)}-${batch.slice(20)}`,
    row: bytes.readUInt16BE(at + ROW_AT),
  };
}

/** Those of the ids that a run holds, in their order. */
export async function holdersIn(run: IdRun, ids: SortedIds, files: Files): Promise<Standing[]> {
  const asked = run.filter === undefined ? ids : await mayHold({ ...run, filter: run.filter }, ids, files);
  const found: Standing[] = [];
  const window = windowOn(run, asked.heads.length, files);
  for (let n = 0; n < asked.heads.length; n += 1) {
    let place = window.find(asked, n);
    for (let wide = 1; place === UNREAD; wide *= 4) {
      await window.load(asked.heads[n]!, wide);
      place = window.find(asked, n, wide);
    }
    if (place !== ABSENT) found.push(standingAt(window.bytes, place));
  }
  return found;
}

/** Entries read at once where most of a run is asked for: some megabytes. */
const CHUNK_ENTRIES = 100_000;
/** Entries that are stepped over one by one before the rest is halved: asked for much, the next stands close by. */
const STEPS = 8;
const [UNREAD, ABSENT] = [-2, -1];

/** A stretch of a run that moves on with the ids that are looked for, in their order. */
function windowOn(run: IdRun, askedCount: number, files: Files) {
  // Hashes lie evenly: an entry is away from its place by a few times the root of their number.
  const slack = 64 + Math.ceil(6 * Math.sqrt(run.count));
  const isDense = askedCount * slack * 2 > run.count;
  let [from, to, passed]: [number, number, number] = [0, 0, 0];
  const placeOf = (head: number): number => Math.floor((head / WORD) * run.count);
  const window = {
    bytes: Buffer.alloc(0) as Buffer,

    /** Reads what stands around the place of an id, `wide` times as far as it needs mostly. */
    async load(head: number, wide: number): Promise<void> {
      const first = Math.max(0, placeOf(head) - slack * wide);
      const last = Math.min(run.count, placeOf(head) + slack * wide);
      [from, to] = [first, Math.min(run.count, Math.max(last, isDense ? first + CHUNK_ENTRIES : last))];
      const read = await files.range(run.file, run.start + from * ENTRY_BYTES, (to - from) * ENTRY_BYTES);
      invariant(read?.length === (to - from) * ENTRY_BYTES, 'a run is stored before a head names it');
      window.bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
      passed = 0;
    },

    /** Where in what was read the n-th id stands; `UNREAD` when more of the run must be read to say so. */
    find(ids: SortedIds, n: number, wide = 1): number {
      const place = placeOf(ids.heads[n]!);
      const first = Math.max(0, place - slack * wide);
      const last = Math.min(run.count, place + slack * wide);
      if (first < from || last > to) return UNREAD;
      const { bytes } = window;
      const low = Math.max(first - from, passed);
      passed = lowerBound(bytes, ids, n, low, last - from);
      const found = passed + from;
      // Hashes that lie less evenly than hashes do: what is looked for may stand further away.
      if ((found === first && first > 0) || (found === last && last < run.count)) return UNREAD;
      return found < last && compareIds(bytes, passed * ENTRY_BYTES, ids, n) === 0 ? passed * ENTRY_BYTES : ABSENT;
    },
  };
  return window;
}

/** Place of the first entry from `low` up to `high` that is not before the n-th id. */
function lowerBound(bytes: Buffer, ids: SortedIds, n: number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let step = 0; step < STEPS && from < to; step += 1) {
    if (compareIds(bytes, from * ENTRY_BYTES, ids, n) >= 0) return from;
    from += 1;
  }
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compareIds(bytes, middle * ENTRY_BYTES, ids, n) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Below zero where the entry stands before the n-th id, zero where it is of that id. */
function compareIds(bytes: Buffer, at: number, ids: SortedIds, n: number): number {
  // The first four bytes tell mostly, and cost less than to compare all of them.
  const head = headAt(bytes, at);
  const asked = ids.heads[n]!;
  if (head !== asked) return head < asked ? -1 : 1;
  return compareAt(bytes, at, ids.bytes, n * ID_BYTES);
}

/** Runs of about one size that lie beside each other; with this many they become one. */
const RUNS_PER_TIER = 4;
const TIER_BASE = 4;
const tierOf = (count: number): number => Math.floor(Math.log(Math.max(count, 1)) / Math.log(TIER_BASE));

/** The runs that are to become one before another is added; none mostly. */
export function mergeable(runs: readonly IdRun[]): readonly IdRun[] {
  const tiers = new Map<number, IdRun[]>();
  for (const run of runs) {
    const tier = tierOf(run.count);
    tiers.set(tier, [...(tiers.get(tier) ?? []), run]);
  }
  const [full] = [...tiers].filter(([, of]) => of.length >= RUNS_PER_TIER).sort(([a], [b]) => a - b);
  return full?.[1] ?? [];
}

/** Entries of each run that a merge has in memory. */
const MERGE_ENTRIES = 20_000;
/** Entries from which on a run has a filter: reading through less costs less than asking one. */
export const FILTER_FROM = 20_000;

/** Makes one run of several, reading and writing a piece at a time. Repeated it is the same object. */
export async function mergedRun(subscriptionId: string, runs: readonly IdRun[], files: Files): Promise<IdRun> {
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const name = createHash('sha256').update(JSON.stringify(runs)).digest('hex').slice(0, 32);
  const file = `billing/usage/ids/${subscriptionId}/${name}.run`;
  const contentType = 'application/octet-stream';
  await files.putStream(file, mergedEntries(runs, files), { contentType });
  const run = { file, start: 0, count };
  if (count < FILTER_FROM) return run;
  const filter = `${file}${FILTER_SUFFIX}`;
  await files.putStream(filter, filterPieces(piecesOf(run, files), { count, entryBytes: ENTRY_BYTES }), {
    contentType,
  });
  return { ...run, filter };
}

/** Entries of a run from first to last, some megabyte at a time. */
async function* piecesOf(run: IdRun, files: Files): AsyncGenerator<Buffer> {
  for (let next = 0; next < run.count; next += MERGE_ENTRIES) {
    const bytes = Math.min(MERGE_ENTRIES, run.count - next) * ENTRY_BYTES;
    const read = await files.range(run.file, run.start + next * ENTRY_BYTES, bytes);
    invariant(read?.length === bytes, 'a run is stored before a head names it');
    yield Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  }
}

/** A run that is read through. */
interface Reading {
  readonly pieces: AsyncGenerator<Buffer>;
  bytes: Buffer;
  at: number;
  /** First bytes of the entry that is next. */
  head: number;
}

async function* mergedEntries(runs: readonly IdRun[], files: Files): AsyncGenerator<Uint8Array> {
  const begun = runs.map((run): Reading => ({ pieces: piecesOf(run, files), bytes: Buffer.alloc(0), at: 0, head: 0 }));
  const refill = async (reading: Reading): Promise<boolean> => {
    const { value, done } = await reading.pieces.next();
    if (done) return false;
    [reading.bytes, reading.at, reading.head] = [value, 0, headAt(value, 0)];
    return true;
  };
  let open: Reading[] = [];
  for (const reading of begun) if (await refill(reading)) open.push(reading);
  let piece = Buffer.allocUnsafe(MERGE_ENTRIES * ENTRY_BYTES);
  let filled = 0;
  while (open.length > 0) {
    filled = mergeInto(piece, filled, open);
    if (filled === piece.length) {
      yield piece;
      piece = Buffer.allocUnsafe(piece.length);
      filled = 0;
    }
    for (const reading of open)
      if (reading.at === reading.bytes.length && !(await refill(reading)))
        open = open.filter((other) => other !== reading);
  }
  yield piece.subarray(0, filled);
}

/** Moves entries in their order until the piece is full or a reading has no more; answers how far the piece is filled. */
function mergeInto(piece: Buffer, start: number, open: readonly Reading[]): number {
  let filled = start;
  while (filled < piece.length) {
    let first = open[0]!;
    for (let n = 1; n < open.length; n += 1) {
      const other = open[n]!;
      if (
        other.head < first.head ||
        (other.head === first.head && compareAt(other.bytes, other.at, first.bytes, first.at) < 0)
      )
        first = other;
    }
    const { bytes, at } = first;
    for (let byte = 0; byte < ENTRY_BYTES; byte += 1) piece[filled + byte] = bytes[at + byte]!;
    filled += ENTRY_BYTES;
    first.at += ENTRY_BYTES;
    if (first.at === bytes.length) return filled;
    first.head = headAt(bytes, first.at);
  }
  return filled;
}

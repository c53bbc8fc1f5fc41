import { createHash } from 'node:crypto';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Standing } from '../domain/counted-once.ts';
import { filterPieces, mayHold } from './id-filter.ts';

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
const [CONTENT_AT, BATCH_AT, ROW_AT] = [12, 20, 36];

/** Sorted entries of records that count now. */
export function entriesOf(records: readonly Standing[]): Buffer {
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  const bytes = Buffer.allocUnsafe(sorted.length * ENTRY_BYTES);
  let at = 0;
  const batches = new Map<string, Buffer>();
  for (const { id, content, batchId, row } of sorted) {
    let batch = batches.get(batchId);
    if (!batch) {
      batch = Buffer.from(batchId.replaceAll('-', ''), 'hex');
      batches.set(batchId, batch);
    }
    bytes.write(id + content, at, 'hex');
    batch.copy(bytes, at + BATCH_AT);
    bytes.writeUInt16BE(row, at + ROW_AT);
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

/** Those of the ids that a run holds. `ids` are sorted, each once. */
export async function holdersIn(run: IdRun, ids: readonly string[], files: Files): Promise<Standing[]> {
  const asked = run.filter === undefined ? ids : await mayHold(run.filter, ids, files);
  const found: Standing[] = [];
  const window = windowOn(run, asked.length, files);
  for (const id of asked) {
    let place = window.find(id);
    for (let wide = 1; typeof place === 'string'; wide *= 4) {
      await window.load(id, wide);
      place = window.find(id, wide);
    }
    if (place) found.push(standingAt(place.bytes, place.offset));
  }
  return found;
}

/** Entries read at once where most of a run is asked for: some megabytes. */
const CHUNK_ENTRIES = 100_000;
const WORD = 2 ** 32;

/** A stretch of a run that moves on with the ids that are looked for, in their order. */
function windowOn(run: IdRun, askedCount: number, files: Files) {
  // Hashes lie evenly: an entry is away from its place by a few times the root of their number.
  const slack = 64 + Math.ceil(6 * Math.sqrt(run.count));
  const isDense = askedCount * slack * 2 > run.count;
  let [from, to, bytes]: [number, number, Buffer] = [0, 0, Buffer.alloc(0)];
  const spanOf = (id: string, wide: number): readonly [first: number, last: number] => {
    const place = Math.floor((Number.parseInt(id.slice(0, 8), 16) / WORD) * run.count);
    return [Math.max(0, place - slack * wide), Math.min(run.count, place + slack * wide)];
  };
  return {
    /** Reads what stands around the place of an id, `wide` times as far as it needs mostly. */
    async load(id: string, wide: number): Promise<void> {
      const [first, last] = spanOf(id, wide);
      [from, to] = [first, Math.min(run.count, Math.max(last, isDense ? first + CHUNK_ENTRIES : last))];
      const read = await files.range(run.file, run.start + from * ENTRY_BYTES, (to - from) * ENTRY_BYTES);
      invariant(read?.length === (to - from) * ENTRY_BYTES, 'a run is stored before a head names it');
      bytes = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
    },

    /** Where an id stands, undefined where it does not; `unread` when more of the run must be read to say so. */
    find(id: string, wide = 1): { bytes: Buffer; offset: number } | 'unread' | undefined {
      const [first, last] = spanOf(id, wide);
      if (first < from || last > to) return 'unread';
      const low = lowerBound(bytes, id, first - from, last - from);
      // Hashes that lie less evenly than hashes do: what is looked for may stand further away.
      const place = low + from;
      if ((place === first && first > 0) || (place === last && last < run.count)) return 'unread';
      const offset = low * ENTRY_BYTES;
      const isFound = place < last && bytes.toString('hex', offset, offset + CONTENT_AT) === id;
      return isFound ? { bytes, offset } : undefined;
    },
  };
}

/** Place of the first entry from `low` up to `high` that is not before the id. */
function lowerBound(bytes: Buffer, id: string, low: number, high: number): number {
  const first = Number.parseInt(id.slice(0, 8), 16);
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = middle * ENTRY_BYTES;
    // The first four bytes tell mostly, and cost less than to compare texts.
    const own = ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
    const isBefore = own === first ? bytes.toString('hex', at, at + CONTENT_AT) < id : own < first;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
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
export const FILTER_FROM = 200_000;

/** Makes one run of several, reading and writing a piece at a time. Repeated it is the same object. */
export async function mergedRun(subscriptionId: string, runs: readonly IdRun[], files: Files): Promise<IdRun> {
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const name = createHash('sha256').update(JSON.stringify(runs)).digest('hex').slice(0, 32);
  const file = `billing/usage/ids/${subscriptionId}/${name}.run`;
  const contentType = 'application/octet-stream';
  await files.putStream(file, mergedEntries(runs, files), { contentType });
  const run = { file, start: 0, count };
  if (count < FILTER_FROM) return run;
  const filter = `${file}.filter`;
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
}

async function* mergedEntries(runs: readonly IdRun[], files: Files): AsyncGenerator<Uint8Array> {
  const readings = runs.map((run): Reading => ({ pieces: piecesOf(run, files), bytes: Buffer.alloc(0), at: 0 }));
  const refill = async (reading: Reading): Promise<boolean> => {
    const { value, done } = await reading.pieces.next();
    if (done) return false;
    [reading.bytes, reading.at] = [value, 0];
    return true;
  };
  let open: Reading[] = [];
  for (const reading of readings) if (await refill(reading)) open.push(reading);
  let piece = Buffer.allocUnsafe(MERGE_ENTRIES * ENTRY_BYTES);
  let filled = 0;
  while (open.length > 0) {
    let first = open[0]!;
    for (const other of open) if (compareHeads(other, first) < 0) first = other;
    first.bytes.copy(piece, filled, first.at, first.at + ENTRY_BYTES);
    first.at += ENTRY_BYTES;
    filled += ENTRY_BYTES;
    if (filled === piece.length) {
      yield piece;
      piece = Buffer.allocUnsafe(piece.length);
      filled = 0;
    }
    if (first.at === first.bytes.length && !(await refill(first))) open = open.filter((reading) => reading !== first);
  }
  yield piece.subarray(0, filled);
}

const compareHeads = (a: Reading, b: Reading): number =>
  a.bytes.compare(b.bytes, b.at, b.at + CONTENT_AT, a.at, a.at + CONTENT_AT);

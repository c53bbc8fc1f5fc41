import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { chosenIds, headAt, ID_BYTES, type SortedIds, WORD } from './sorted-ids.ts';

/**
 * A filter says of an id that a run does not hold it, or that it may: of a hundred thousand that it does not hold about two.
 * It is made of blocks by the first digits of the hash, so that sorted ids ask its blocks in their order, and it is
 * read a piece at a time.
 */
interface Making {
  readonly blockBytes: number;
  readonly bitsPerId: number;
}
/** Twenty-four bits an id: what is let through by mistake costs a request each, which is most of what a filter saves. */
const MAKING: Making = { blockBytes: 768, bitsPerId: 10 };
export const FILTER_SUFFIX = '.filter24';
/** Filters of before: sixteen bits an id let one of a thousand through. */
const MAKING_OF_BEFORE: Making = { blockBytes: 512, bitsPerId: 6 };
const makingOf = (filter: string): Making => (filter.endsWith(FILTER_SUFFIX) ? MAKING : MAKING_OF_BEFORE);

const IDS_PER_BLOCK = 256;
/** Bytes of a filter that are read at once: whole blocks of either making. */
const PIECE_BYTES = 3 * 1024 * 1024;

const blockCount = (count: number): number => Math.ceil(count / IDS_PER_BLOCK);
const blockOf = (first: number, blocks: number): number => Math.floor((first / WORD) * blocks);

/** The filter of sorted entries that begin with their hashes, three bytes each, block after block. */
export async function* filterPieces(
  pieces: AsyncIterable<Buffer>,
  { count, entryBytes }: { readonly count: number; readonly entryBytes: number },
): AsyncGenerator<Uint8Array> {
  const { blockBytes, bitsPerId } = MAKING;
  const whole = blockCount(count) * blockBytes;
  const cleared = (at: number): Uint8Array => new Uint8Array(Math.min(whole - at, PIECE_BYTES));
  let from = 0;
  let piece = cleared(0);
  for await (const bytes of pieces)
    for (let at = 0; at < bytes.length; at += entryBytes) {
      const start = blockOf(headAt(bytes, at), blockCount(count)) * blockBytes;
      while (start >= from + piece.length) {
        yield piece;
        from += piece.length;
        piece = cleared(from);
      }
      const [a, b] = [headAt(bytes, at + 4), headAt(bytes, at + 8)];
      for (let n = 0; n < bitsPerId; n += 1) {
        const bit = bitOf(a, b, n, blockBytes);
        piece[start - from + (bit >>> 3)]! |= 1 << (bit & 7);
      }
    }
  for (; from < whole; piece = cleared(from)) {
    yield piece;
    from += piece.length;
  }
}

/**
 * Place of the n-th bit of an id in its block: two words of the hash are stepped through, which is as good as a hash of its own
 * for each.
 */
const bitOf = (a: number, b: number, n: number, blockBytes: number): number =>
  ((a + n * (b | 1)) >>> 7) % (blockBytes * 8);

/** Those of sorted ids that a run may hold. */
export async function mayHold(
  { filter, count }: { readonly filter: string; readonly count: number },
  ids: SortedIds,
  files: Files,
): Promise<SortedIds> {
  const { blockBytes, bitsPerId } = makingOf(filter);
  const blocks = blockCount(count);
  const kept: number[] = [];
  let [from, piece]: [number, Uint8Array] = [0, new Uint8Array()];
  for (let n = 0; n < ids.heads.length; n += 1) {
    const start = blockOf(ids.heads[n]!, blocks) * blockBytes;
    if (start < from || start >= from + piece.length) {
      from = start - (start % PIECE_BYTES);
      piece = await pieceOf(filter, from, files);
    }
    const at = n * ID_BYTES;
    const [a, b] = [headAt(ids.bytes, at + 4), headAt(ids.bytes, at + 8)];
    let bits = 0;
    for (; bits < bitsPerId; bits += 1) {
      const bit = bitOf(a, b, bits, blockBytes);
      if ((piece[start - from + (bit >>> 3)]! & (1 << (bit & 7))) === 0) break;
    }
    if (bits === bitsPerId) kept.push(n);
  }
  return chosenIds(ids, kept);
}

/** Bytes of filters that a process remembers: those of a hundred million ids. */
const REMEMBERED_BYTES = 320 * 1024 * 1024;
const remembered = new WeakMap<object, { bytes: number; readonly pieces: Map<string, Uint8Array> }>();

/**
 * A piece of a filter, read once by a process for as long as there is room: filters never change, every fold of a subscription asks
 * all of its own, and reading three bytes an id each time would cost more than to count. What was not asked for longest goes first.
 */
async function pieceOf(filter: string, from: number, files: Files): Promise<Uint8Array> {
  const held = remembered.get(files) ?? { bytes: 0, pieces: new Map<string, Uint8Array>() };
  remembered.set(files, held);
  const name = `${filter}@${from}`;
  const known = held.pieces.get(name);
  held.pieces.delete(name);
  const piece = known ?? (await files.range(filter, from, PIECE_BYTES));
  invariant(piece && piece.length > 0, 'a filter is stored before a head names it, as long as its run is');
  held.pieces.set(name, piece);
  if (!known) held.bytes += piece.length;
  for (const [oldest, { length }] of held.pieces) {
    if (held.bytes <= REMEMBERED_BYTES) break;
    held.pieces.delete(oldest);
    held.bytes -= length;
  }
  return piece;
}

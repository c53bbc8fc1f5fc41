import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Files } from '../../../../shared/messaging/files.ts';

/**
 * A filter says of an id that a run does not hold it, or that it may: of a thousand that it does not hold about one. It
 * is made of blocks by the first digits of the hash, so that sorted ids ask its blocks in their order, and it is
 * read a piece at a time.
 */
const BLOCK_BYTES = 512;
const BLOCK_BITS = BLOCK_BYTES * 8;
const IDS_PER_BLOCK = 256;
/** Bits of a block that an id sets: with sixteen bits an id one of a thousand is let through by mistake. */
const BITS_PER_ID = 6;
const WORD = 2 ** 32;
/** Bytes of a filter that are read at once. */
const PIECE_BYTES = 4 * 1024 * 1024;

const blockCount = (count: number): number => Math.ceil(count / IDS_PER_BLOCK);
const blockOf = (first: number, blocks: number): number => Math.floor((first / WORD) * blocks);

/** The filter of sorted entries that begin with their hashes, two bytes each, block after block. */
export async function* filterPieces(
  pieces: AsyncIterable<Buffer>,
  { count, entryBytes }: { readonly count: number; readonly entryBytes: number },
): AsyncGenerator<Uint8Array> {
  const blocks = blockCount(count);
  let from = 0;
  let bits = Buffer.alloc(Math.min(blocks * BLOCK_BYTES, PIECE_BYTES));
  for await (const bytes of pieces)
    for (let at = 0; at < bytes.length; at += entryBytes) {
      const start = blockOf(bytes.readUInt32BE(at), blocks) * BLOCK_BYTES;
      while (start >= from + bits.length) {
        yield bits;
        from += bits.length;
        bits = Buffer.alloc(Math.min(blocks * BLOCK_BYTES - from, PIECE_BYTES));
      }
      for (const bit of bitsOf(bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)))
        bits[start - from + (bit >>> 3)]! |= 1 << (bit & 7);
    }
  for (; from < blocks * BLOCK_BYTES; bits = Buffer.alloc(Math.min(blocks * BLOCK_BYTES - from, PIECE_BYTES))) {
    yield bits;
    from += bits.length;
  }
}

/** Two words of the hash are stepped through, which is as good as a hash of its own for each bit. */
function bitsOf(a: number, b: number): number[] {
  const step = b | 1;
  return Array.from({ length: BITS_PER_ID }, (_, n) => ((a + n * step) >>> 7) % BLOCK_BITS);
}

/** Those of sorted ids that a run may hold. */
export async function mayHold(filter: string, ids: readonly string[], files: Files): Promise<string[]> {
  if (ids.length === 0) return [];
  const size = await files.size(filter);
  invariant(size, 'a filter is stored before a head names it');
  const blocks = size / BLOCK_BYTES;
  const kept: string[] = [];
  let [from, piece] = [0, Buffer.alloc(0)];
  for (const id of ids) {
    const hash = Buffer.from(id, 'hex');
    const start = blockOf(hash.readUInt32BE(0), blocks) * BLOCK_BYTES;
    if (start < from || start >= from + piece.length) {
      const read = await files.range(filter, start, PIECE_BYTES);
      invariant(read && read.length > 0, 'a filter is as long as it was');
      [from, piece] = [start, Buffer.from(read)];
    }
    const base = start - from;
    const bits = bitsOf(hash.readUInt32BE(4), hash.readUInt32BE(8));
    if (bits.every((bit) => (piece[base + (bit >>> 3)]! & (1 << (bit & 7))) !== 0)) kept.push(id);
  }
  return kept;
}

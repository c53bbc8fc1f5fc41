import { invariant } from '../../../../shared/kernel/invariant.ts';

/** Bytes of the hash of an id. */
export const ID_BYTES = 12;
/** First four bytes of hashes are numbers below it. */
export const WORD = 2 ** 32;

/** Hashes of ids in their order, each once, as they are compared. */
export interface SortedIds {
  /** {@link ID_BYTES} each. */
  readonly bytes: Uint8Array;
  /** Their first four bytes as numbers. */
  readonly heads: Uint32Array;
}

/** The first four bytes of what stands at a place. */
export const headAt = (bytes: Uint8Array, at: number): number =>
  ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;

/** Sorts hashes given as 24 hex digits. */
export function sortedIds(ids: readonly string[]): SortedIds {
  const given = Buffer.from(ids.join(''), 'hex');
  return idsInOrder(given, orderOf(given, ID_BYTES), ID_BYTES);
}

/** Hashes that lie `bytesEach` apart, in an order of theirs, each once. */
export function idsInOrder(given: Uint8Array, order: Uint32Array, bytesEach: number): SortedIds {
  const bytes = new Uint8Array(order.length * ID_BYTES);
  let filled = 0;
  for (const place of order) {
    const at = place * bytesEach;
    if (filled > 0 && compareAt(bytes, filled - ID_BYTES, given, at) === 0) continue;
    for (let byte = 0; byte < ID_BYTES; byte += 1) bytes[filled + byte] = given[at + byte]!;
    filled += ID_BYTES;
  }
  return withHeads(bytes.subarray(0, filled));
}

function withHeads(bytes: Uint8Array): SortedIds {
  const heads = new Uint32Array(bytes.length / ID_BYTES);
  for (let n = 0; n < heads.length; n += 1) heads[n] = headAt(bytes, n * ID_BYTES);
  return { bytes, heads };
}

/** Some of them, by their places. */
export function chosenIds({ bytes }: SortedIds, places: readonly number[]): SortedIds {
  const chosen = new Uint8Array(places.length * ID_BYTES);
  for (const [n, place] of places.entries())
    chosen.set(bytes.subarray(place * ID_BYTES, (place + 1) * ID_BYTES), n * ID_BYTES);
  return withHeads(chosen);
}

/** Numbers hold the four first bytes and a place beside them exactly, up to so many places. */
const PLACES_MAX = 2 ** 21;

/**
 * Places of hashes that lie `bytesEach` apart, in the order of the hashes. Numbers are sorted several times faster than texts,
 * and the first four bytes tell nearly all hashes apart.
 */
export function orderOf(hashes: Uint8Array, bytesEach: number): Uint32Array {
  const count = hashes.length / bytesEach;
  invariant(count <= PLACES_MAX, 'a fold has fewer than two million records');
  const keys = new Float64Array(count);
  for (let n = 0; n < count; n += 1) keys[n] = headAt(hashes, n * bytesEach) * PLACES_MAX + n;
  keys.sort();
  const order = new Uint32Array(count);
  for (let n = 0; n < count; n += 1) {
    const place = keys[n]! % PLACES_MAX;
    let at = n;
    for (; at > 0 && compareAt(hashes, order[at - 1]! * bytesEach, hashes, place * bytesEach) > 0; at -= 1)
      order[at] = order[at - 1]!;
    order[at] = place;
  }
  return order;
}

/** Below zero where the first hash stands before the second, zero where they are the same. */
export function compareAt(a: Uint8Array, atA: number, b: Uint8Array, atB: number): number {
  for (let byte = 0; byte < ID_BYTES; byte += 1) {
    const difference = a[atA + byte]! - b[atB + byte]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

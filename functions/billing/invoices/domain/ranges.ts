import type { CustomerRange } from '../../accounts/domain/customer-range.ts';

/**
 * Subscriptions that one message's range holds, about: some seconds of work, a file part of some hundred kilobytes. Metered ones count as
 * several, because their days do the work.
 */
export const RANGE_SUBSCRIPTIONS = 10_000;

const DIGITS = '0123456789abcdef';
const PER_DIGIT_MAX = 256;

/**
 * Cuts a partner's key space into ranges of about `size` subscriptions. Customer ids are GUIDs, spread evenly behind
 * their first digit, so the counts by that digit tell where to cut. A wrong count makes ranges uneven, never wrong.
 */
export function cutRanges(sizes: Readonly<Record<string, number>>, size = RANGE_SUBSCRIPTIONS): CustomerRange[] {
  const starts = [''];
  let held = 0;
  for (const digit of DIGITS) {
    const count = sizes[digit] ?? 0;
    const pieces = Math.min(PER_DIGIT_MAX, Math.max(1, Math.ceil(count / size)));
    for (let piece = 0; piece < pieces; piece += 1) {
      if (held > 0 && held + count / pieces > size) {
        starts.push(startOf(digit, piece, pieces));
        held = 0;
      }
      held += count / pieces;
    }
  }
  return starts.map((from, index) => ({ from, ...(index + 1 < starts.length && { to: starts[index + 1]! }) }));
}

const startOf = (digit: string, piece: number, pieces: number): string =>
  piece === 0
    ? digit
    : digit +
      Math.floor((piece * PER_DIGIT_MAX) / pieces)
        .toString(16)
        .padStart(2, '0');

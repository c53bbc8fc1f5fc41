import { invariant } from '../../../../shared/kernel/invariant.ts';

/**
 * Seats of an offer of which there are only so many. They are counted in shards, so that many can buy at once: each has
 * its share of the limit and never sells more, and together the shares are the limit.
 */
export const SHARDS = 8;
/** Less than this is not worth a shard of its own: it is sold before anybody waits. */
const SHARE_MIN = 100;

export interface Allowance {
  readonly max: number;
  /** Seats counted in each shard. */
  readonly used: readonly number[];
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Seats left of all; below zero where the limit was lowered since. */
export const leftOf = (allowance: Allowance | undefined): number | undefined =>
  allowance && allowance.max - total(allowance.used);

/** What each of the shards may sell. */
export function sharesOf({ max, used }: Allowance): number[] {
  const sharing = Math.max(1, Math.min(used.length, Math.floor(max / SHARE_MIN)));
  const [each, rest] = [Math.floor(max / sharing), max % sharing];
  return used.map((_, shard) => (shard < sharing ? each + (shard < rest ? 1 : 0) : 0));
}

/** Whether a shard has sold more than its share: the limit was lowered, or not all was counted in shards before. */
export const isOverdrawn = (allowance: Allowance): boolean =>
  sharesOf(allowance).some((share, shard) => allowance.used[shard]! > share);

/**
 * The counts after seats are taken, from the home shard as far as it has them, then from those behind it. A shard that
 * has sold more than its share hands on what is too much, so that afterwards none has.
 */
export function taken(allowance: Allowance, seats: number, home: number): number[] {
  const shares = sharesOf(allowance);
  const after = allowance.used.map((count, shard) => Math.min(count, shares[shard]!));
  let open = seats + total(allowance.used) - total(after);
  for (const shard of from(home, after.length)) {
    const more = Math.min(open, shares[shard]! - after[shard]!);
    after[shard]! += more;
    open -= more;
  }
  invariant(open === 0, 'no more seats are taken than are left');
  return after;
}

/** The counts after seats are given back; seats that were never counted, because the limit is younger, count for none. */
export function givenBack({ used }: Allowance, seats: number, home: number): number[] {
  const after = [...used];
  let open = seats;
  for (const shard of from(home, after.length)) {
    const less = Math.min(open, after[shard]!);
    after[shard]! -= less;
    open -= less;
  }
  return after;
}

const from = (home: number, count: number): number[] =>
  Array.from({ length: count }, (_, step) => (home + step) % count);

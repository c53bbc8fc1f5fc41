import { addMs, type Instant } from '../../../../shared/kernel/time.ts';
import type { Offer } from '../../catalogue/domain/offer.ts';

/**
 * What one partner sold to one customer of an offer with a purchase limit, as it was counted (ORD-2). It is kept with the
 * lock of purchases, so that a purchase need not read all that the customer has.
 */
export interface Held {
  readonly offerId: string;
  /** Of the offer when this was counted: what was bought under another limit, or under none, may be missing. */
  readonly offerVersion: number;
  /** When all was counted at that version for the first time, and for the last. */
  readonly since: Instant;
  readonly countedAt: Instant;
  /** Those that may still live, {@link HELD_IDS_MAX} at most. One that is gone goes when room is looked for. */
  readonly ids: readonly string[];
  /** Those that may still live beyond them. */
  readonly more: number;
  /** Ever bought. */
  readonly ever: number;
}

/** As many as one batch reads. */
export const HELD_IDS_MAX = 100;
/** Offers whose count is kept; another one is counted again when it is bought. */
const OFFERS_MAX = 10;
/**
 * A count is trusted when it was made so long after the offer's limit was first counted for: longer than an order takes that
 * saw the offer without limit, and than functions of before are still called when new ones are rolled out.
 */
const SETTLED_MS = 3_600_000;

export const isLimited = ({ limitUnitOfMeasure, isAddOn }: Offer): boolean => limitUnitOfMeasure !== 'None' && !isAddOn;

/** What is known of an offer at its version; undefined: count all. */
export function trusted(held: readonly Held[], { id, version }: Offer): Held | undefined {
  const known = held.find(({ offerId, offerVersion }) => offerId === id && offerVersion === version);
  return known && known.countedAt >= addMs(known.since, SETTLED_MS) ? known : undefined;
}

/** The most that still live. */
export const liveOf = ({ ids, more }: Held): number => ids.length + more;

/** Whether so many purchases more may be too many: then it counts which of them are gone. */
export const isNear = (held: Held, { limitUnitOfMeasure, limit }: Offer, purchases: number): boolean =>
  limitUnitOfMeasure === 'Concurrent' && liveOf(held) + purchases > limit;

/** A count of all, of those that live and those that are gone. */
export function counted(
  before: readonly Held[],
  { id, version }: Offer,
  { live, gone, at }: { live: readonly string[]; gone: number; at: Instant },
): Held {
  const known = before.find(({ offerId, offerVersion }) => offerId === id && offerVersion === version);
  const none = { offerId: id, offerVersion: version, since: known?.since ?? at, countedAt: at, ids: [], more: 0 };
  return withBought({ ...none, ever: gone }, live);
}

/** After further ones were bought. */
export function withBought(held: Held, ids: readonly string[]): Held {
  const all = [...held.ids, ...ids];
  const kept = all.slice(0, HELD_IDS_MAX);
  return { ...held, ids: kept, more: held.more + all.length - kept.length, ever: held.ever + ids.length };
}

/** The newer counts in place of those of before, and of the others as many as are kept. */
export const mergedHeld = (before: readonly Held[], newer: readonly Held[]): Held[] =>
  [...newer, ...before.filter(({ offerId }) => newer.every((of) => of.offerId !== offerId))].slice(0, OFFERS_MAX);

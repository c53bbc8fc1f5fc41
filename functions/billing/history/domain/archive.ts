import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Ledger } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import { fold } from './fold.ts';
import type { KnownSubscription } from './subscription.ts';

/** True when the lines of these days cannot be told without the saves that were moved away. */
export function needsPages({ archive, entries }: KnownSubscription, { start }: Pick<DayPeriod, 'start'>): boolean {
  if (!archive) return false;
  const { before } = archive;
  return before === undefined || start < before || entries.some(({ effectiveOn }) => effectiveOn < before);
}

/** Saves that stay where the history cannot be cut: all of its days are still open. */
const KEPT_ENTRIES = 200;

/** Saves that were moved away from a history that had too many. */
export interface HistoryPage {
  readonly entries: readonly Entry[];
  /** Version of the save before the first of them. */
  readonly foldedVersion: number;
  /** What they begin with, on the first page of a history that was folded. */
  readonly opening: Ledger | undefined;
}

export interface Moved {
  readonly subscription: KnownSubscription;
  /** The next page. */
  readonly page: HistoryPage;
}

/**
 * Moves saves of a history that became too large to the next page. `whole` is the same history with all its pages;
 * `openOn` the first day that no invoice covers.
 */
export function movedAway(subscription: KnownSubscription, whole: KnownSubscription, openOn: Day): Moved {
  const { entries, opening } = fold(whole.entries, openOn, whole.opening);
  const pages = (subscription.archive?.pages ?? 0) + 1;
  const isCut = entries.length <= subscription.entries.length / 2;
  const kept = isCut ? entries : subscription.entries.slice(-KEPT_ENTRIES);
  const moved = subscription.entries.slice(0, subscription.entries.length - kept.length);
  return {
    page: {
      entries: moved,
      foldedVersion: subscription.foldedVersion,
      opening: subscription.archive ? undefined : subscription.opening,
    },
    subscription: {
      ...subscription,
      entries: kept,
      opening: isCut ? opening : undefined,
      foldedVersion: subscription.foldedVersion + moved.length,
      archive: { pages, before: isCut ? openOn : undefined },
    },
  };
}

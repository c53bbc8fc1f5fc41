import {
  awaitedRenewal,
  beyondReach,
  type Entry,
  REACH_DAYS,
  type TooLate,
} from '../../../../shared/kernel/seat-rating/history.ts';
import type { Ledger } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { openingState, post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { fold } from './fold.ts';

/** A subscription as billing knows it: the saves of commerce that came so far, each in its place. */
export interface KnownSubscription {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly orderId: string;
  readonly offerId: string;
  /** Saves in order without a gap, after the folded ones. */
  readonly entries: readonly Entry[];
  /** What the folded saves left behind. */
  readonly opening: Ledger | undefined;
  /** Version of the last folded save; 0 when none was folded. */
  readonly foldedVersion: number;
  /** Saves that came before an earlier one did: they count once the gap is filled. */
  readonly waiting: readonly Entry[];
  /** Where its older saves are, when there were too many of them. */
  readonly archive?: Archive | undefined;
  /** Days that invoices left out so far: the next one begins with them, once nothing stands in its way any more. */
  readonly aside?: DayPeriod | undefined;
}

/**
 * A history of very many saves moves its older ones to pages of their own, as they are. What is left begins with a
 * ledger of the day {@link Archive.before}, which is all that runs need, unless a late save reaches behind it.
 */
export interface Archive {
  readonly pages: number;
  /** First day that the rest of the history can tell alone; undefined: it can tell nothing without its pages. */
  readonly before: Day | undefined;
}

export const unknownSubscription = (ids: { customerId: string; subscriptionId: string }): KnownSubscription => ({
  ...ids,
  orderId: '',
  offerId: '',
  entries: [],
  opening: undefined,
  foldedVersion: 0,
  waiting: [],
});

/** Version of the last save that counts. */
export const lastVersion = ({ foldedVersion, entries }: KnownSubscription): number => foldedVersion + entries.length;

/**
 * Puts a save in its place, whatever came before it. Returns the subscription unchanged for one that is known: the
 * first delivery decides when it was stored, and a save raises one event, so that nothing known ever changes.
 */
export function withEntry(subscription: KnownSubscription, entry: Entry): KnownSubscription {
  const { waiting } = subscription;
  const isKnown =
    entry.version <= lastVersion(subscription) || waiting.some(({ version }) => version === entry.version);
  if (isKnown) return subscription;
  return withoutGap({ ...subscription, waiting: [...waiting, entry].sort((a, b) => a.version - b.version) });
}

function withoutGap(subscription: KnownSubscription): KnownSubscription {
  const entries = [...subscription.entries];
  let next = lastVersion(subscription) + 1;
  for (const entry of subscription.waiting) {
    if (entry.version !== next) break;
    entries.push(entry);
    next += 1;
  }
  return { ...subscription, entries, waiting: subscription.waiting.filter(({ version }) => version >= next) };
}

/** Entries above which a history is folded. */
export const ENTRIES_MAX = 6;

/**
 * Folds what is invoiced and lies beyond the reach of anything still to come. `openOn` is the first day that no invoice
 * covers yet: what is posted from then on must stay computable, and so must the days that invoices left out.
 */
export function folded(
  subscription: KnownSubscription,
  { openOn, today }: { openOn: Day; today: Day },
): KnownSubscription {
  const reach = addDays(today, -REACH_DAYS);
  const open = notInvoicedFrom(subscription, openOn);
  const { opening, entries } = fold(subscription.entries, open < reach ? open : reach, subscription.opening);
  const count = subscription.entries.length - entries.length;
  if (count === 0) return subscription;
  return { ...subscription, opening, entries, foldedVersion: subscription.foldedVersion + count };
}

/** First day whose lines no invoice has: that of the open period, or of the ones before it that left the subscription out. */
export const notInvoicedFrom = ({ aside }: MaybeAside, openOn: Day): Day =>
  aside && aside.end >= openOn && aside.start < openOn ? aside.start : openOn;

/** See {@link post}. */
export const linesIn = ({ entries, opening }: KnownSubscription, window: DayPeriod) => post(entries, window, opening);

/** Saves of which a part lies too far back to count, of those that follow version `after`; see {@link beyondReach}. */
export const tooLateAfter = ({ entries, opening }: KnownSubscription, after: number): TooLate[] =>
  beyondReach(entries, opening && openingState(opening)).filter(({ entry }) => entry.version > after);

// --- what stands in the way of an invoice ------------------------------------------------------------------------------

/** Why an invoice cannot tell what a subscription owes: a renewal or an earlier save has not come. */
export type Obstacle =
  | { readonly reason: 'renewalMissing'; readonly on: Day }
  | { readonly reason: 'saveMissing'; readonly version: number };

/**
 * What the invoice of a period that ends on `end` has to wait for (X3). Once that day is over, a subscription without
 * an obstacle never gets one again: what comes later cannot take back what a run relied on.
 */
export function obstacleTo(subscription: KnownSubscription, end: Day): Obstacle | undefined {
  const { entries, opening, waiting } = subscription;
  if (waiting.some(({ storedOn }) => storedOn < end))
    return { reason: 'saveMissing', version: lastVersion(subscription) + 1 };
  const on = awaitedRenewal(entries, end, opening && openingState(opening));
  return on && { reason: 'renewalMissing', on };
}

type MaybeAside = Pick<KnownSubscription, 'aside'>;

/** The invoice before `period` left the subscription out. */
export const isAside = ({ aside }: MaybeAside, period: DayPeriod): boolean => aside?.end === period.start;

/** Days whose lines the invoice of a period shows: its own, and those before it that invoices left out. */
export const invoicedDays = (subscription: MaybeAside, period: DayPeriod): DayPeriod =>
  isAside(subscription, period) ? { start: subscription.aside!.start, end: period.end } : period;

import { addDays, type Day } from '../../../shared/kernel/time.ts';
import { awaitedRenewal, type Entry } from './history.ts';
import type { Ledger } from './ledger.ts';
import { fold, post } from './posting.ts';

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

const lastVersion = ({ foldedVersion, entries }: KnownSubscription): number => foldedVersion + entries.length;

/**
 * Puts a save in its place, whatever came before it. Returns the subscription unchanged for one that is known: the
 * first delivery decides when it was stored. Of two events of one save the one that says more counts.
 */
export function withEntry(subscription: KnownSubscription, entry: Entry): KnownSubscription {
  if (entry.version <= lastVersion(subscription)) return withBetterEntry(subscription, entry);
  const same = subscription.waiting.find(({ version }) => version === entry.version);
  if (same && !saysMore(entry, same)) return subscription;
  const waiting = [...subscription.waiting.filter((other) => other !== same), entry];
  return withoutGap({ ...subscription, waiting: waiting.sort((a, b) => a.version - b.version) });
}

const saysMore = (entry: Entry, than: Entry): boolean => than.kind === 'noted' && entry.kind !== 'noted';

function withBetterEntry(subscription: KnownSubscription, entry: Entry): KnownSubscription {
  const known = subscription.entries.find(({ version }) => version === entry.version);
  if (!known || !saysMore(entry, known)) return subscription;
  return { ...subscription, entries: subscription.entries.map((other) => (other === known ? entry : other)) };
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
/** Days that a late event may lie back and still find all the lines that it concerns. */
const KEPT_DAYS = 100;

/**
 * Folds what is invoiced and older than {@link KEPT_DAYS}. `openOn` is the first day that no invoice covers yet: what
 * is posted from then on must stay computable.
 */
export function folded(
  subscription: KnownSubscription,
  { openOn, today }: { openOn: Day; today: Day },
): KnownSubscription {
  const keptFrom = addDays(today, -KEPT_DAYS);
  const before = openOn < keptFrom ? openOn : keptFrom;
  const { opening, entries } = fold(subscription.entries, before, subscription.opening);
  const count = subscription.entries.length - entries.length;
  if (count === 0) return subscription;
  return { ...subscription, opening, entries, foldedVersion: subscription.foldedVersion + count };
}

/** See {@link post}. */
export const linesIn = ({ entries, opening }: KnownSubscription, window: { start: Day; end: Day }) =>
  post(entries, window, opening);

/** See {@link awaitedRenewal}. */
export const renewalAwaited = ({ entries, opening }: KnownSubscription, end: Day): Day | undefined =>
  awaitedRenewal(
    entries,
    end,
    opening && {
      isActive: opening.isActive,
      autoRenew: opening.autoRenew,
      termEndOn: opening.terms.at(-1)?.endOn,
    },
  );

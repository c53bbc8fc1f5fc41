import { addDays, type Day } from '../time.ts';

/**
 * What billing knows of one seat-based subscription: the saves of commerce in their order, each with the day it took
 * effect and the day billing stored it. Lines are computed from it; see `ledger.ts`.
 */
export type BillingCycle = 'monthly' | 'annual';

/** The price that holds for a term (R6). Per seat and month, as exact decimal texts. */
export interface PriceLock {
  /** Month of the price list, `yyyy-MM`. */
  readonly priceList: string;
  readonly currency: string;
  /** What the partner pays. */
  readonly wholesale: string;
  /** What a customer that buys direct pays. */
  readonly list: string;
  /** 0 to 100. */
  readonly discountPercent: string;
  /** M3: what prices of another currency were exchanged by: the rate of a month `yyyy-MM`. */
  readonly exchange?: { readonly pricingCurrency: string; readonly rate: string; readonly month: string };
  /** R11: a fixed amount, or a percentage of what the term would still have cost. */
  readonly earlyTerminationFee?: { readonly amount: string } | { readonly percentOfRemaining: string };
}

/**
 * What a save of the subscription means for billing: `resized` changed the quantity, `recycled` the billing cycle,
 * `noted` neither (name, reseller, renewal flag). The program itself `stopped` what nobody else suspended: no fee is due. What went on
 * with another partner was `handedOver`; the other one's begins with `created`, or with `takenOver` where it is suspended.
 */
export type EntryKind =
  | 'created'
  | 'takenOver'
  | 'resized'
  | 'recycled'
  | 'suspended'
  | 'stopped'
  | 'reactivated'
  | 'renewed'
  | 'deprovisioned'
  | 'handedOver'
  | 'noted';

/** One save of the subscription. Members that it left as they were are absent. */
export interface Entry {
  readonly kind: EntryKind;
  /** The aggregate version that the save made. */
  readonly version: number;
  readonly eventId: string;
  /** UTC day on which it took effect; for a renewal the first day of the new term. */
  readonly effectiveOn: Day;
  /** UTC day on which billing stored it (R7, late events). */
  readonly storedOn: Day;
  readonly quantity?: number;
  readonly billingCycle?: BillingCycle;
  readonly lock?: PriceLock;
  /** Day that cycles count from (R2). */
  readonly anchorOn?: Day;
  /** Day after the term's last day. */
  readonly termEndOn?: Day;
  readonly autoRenew?: boolean;
  readonly friendlyName?: string;
  /** Network id of the reseller of record; empty: none any more. */
  readonly resellerOfRecord?: string;
}

/** An entry with the day on which its lines are posted. */
export interface Posting {
  readonly entry: Entry;
  readonly postedOn: Day;
  /** Day from which it counts: its own, unless that lies beyond reach. */
  readonly effectiveOn: Day;
}

/**
 * Days that a late save reaches back from the day on which it could be posted. What lies further back is not touched
 * any more, however short or long a history is: a person looks at it ({@link beyondReach}).
 */
export const REACH_DAYS = 400;

/** What decides whether a renewal is to be expected. */
interface RenewalState {
  readonly isActive: boolean;
  readonly autoRenew: boolean;
  readonly termEndOn: Day | undefined;
}

/** State when the entries begin. */
export interface Opening extends RenewalState {
  /** Posted day of the entry before the first. */
  readonly postedOn: Day;
  /** Latest day on which an entry before the first was stored. */
  readonly knownOn: Day;
}

const NOTHING_YET: Opening = {
  isActive: false,
  autoRenew: true,
  termEndOn: undefined,
  postedOn: '' as Day,
  knownOn: '' as Day,
};

function after(state: RenewalState, entry: Entry): RenewalState {
  const autoRenew = entry.autoRenew ?? state.autoRenew;
  const termEndOn = entry.termEndOn ?? state.termEndOn;
  switch (entry.kind) {
    case 'created':
    case 'reactivated':
    case 'renewed':
    case 'recycled':
      return { isActive: true, autoRenew, termEndOn };
    case 'takenOver':
    case 'suspended':
    case 'stopped':
    case 'deprovisioned':
    case 'handedOver':
      return { isActive: false, autoRenew, termEndOn };
    default:
      return { ...state, autoRenew, termEndOn };
  }
}

/**
 * The entries in the order in which their lines are posted (R7): by posted day, on a day renewals first, then as saved.
 *
 * An entry is posted on its own day, or on the day billing stored it when that is later; one that came before an
 * earlier save did waits for that save. A renewal that runs waited for is posted on its own day, however late it was
 * announced (X3); one that was not waited for is posted like any other.
 */
export function inPostingOrder(entries: readonly Entry[], opening: Opening = NOTHING_YET): Posting[] {
  const posted: Posting[] = [];
  let [knownOn, lastOn] = [opening.knownOn, opening.postedOn];
  for (const entry of entries) {
    if (entry.storedOn > knownOn) knownOn = entry.storedOn;
    if (entry.kind === 'renewed' && isWaitedFor(entry.effectiveOn, entries, entry.version, opening)) {
      insertRenewal(posted, entry);
      continue;
    }
    if (knownOn > lastOn) lastOn = knownOn;
    if (entry.effectiveOn > lastOn) lastOn = entry.effectiveOn;
    posted.push({ entry, postedOn: lastOn, effectiveOn: withinReach(entry.effectiveOn, knownOn) });
  }
  return posted;
}

function withinReach(effectiveOn: Day, knownOn: Day): Day {
  if (effectiveOn >= knownOn) return effectiveOn;
  const from = addDays(knownOn, -REACH_DAYS);
  return effectiveOn < from ? from : effectiveOn;
}

/** Puts a renewal before what else is posted on its day or later, but behind what began the term that it follows. */
function insertRenewal(posted: Posting[], entry: Entry): void {
  const { effectiveOn } = entry;
  let place = posted.length;
  for (; place > 0; place -= 1) {
    const before = posted[place - 1]!;
    if (before.postedOn < effectiveOn || (before.postedOn === effectiveOn && BEGINNINGS.has(before.entry.kind))) break;
  }
  posted.splice(place, 0, { entry, postedOn: effectiveOn, effectiveOn });
}

/** What a subscription is active from. */
const BEGINNINGS: ReadonlySet<EntryKind> = new Set(['created', 'reactivated', 'recycled', 'renewed']);

/** A save that lies further back than {@link REACH_DAYS}: what it would have changed before `countsFrom` stays as it is. */
export interface TooLate {
  readonly entry: Entry;
  readonly countsFrom: Day;
}

/** Saves that came too late to count in full. */
export const beyondReach = (entries: readonly Entry[], opening?: Opening): TooLate[] =>
  inPostingOrder(entries, opening)
    .filter(({ entry, effectiveOn }) => entry.effectiveOn < effectiveOn)
    .map(({ entry, effectiveOn }) => ({ entry, countsFrom: effectiveOn }));

/**
 * True when every run since a term ended has waited for the renewal on that day: it was expected by all that billing
 * had stored when the day was over, and after each save that came since, of those before `version`. A save that lets
 * it seem unlikely lets runs go on without it; it is then posted when it comes.
 */
function isWaitedFor(on: Day, entries: readonly Entry[], version: number, opening: Opening): boolean {
  let state: RenewalState = opening;
  let { knownOn } = opening;
  for (const entry of entries) {
    if (entry.version >= version) break;
    if (entry.storedOn > knownOn) knownOn = entry.storedOn;
    // Until this save came, a run went by the state before it.
    if (knownOn > on && !isExpecting(state, on)) return false;
    state = after(state, entry);
  }
  return isExpecting(state, on);
}

const isExpecting = ({ isActive, autoRenew, termEndOn }: RenewalState, on: Day): boolean =>
  isActive && autoRenew && termEndOn === on;

/**
 * The day of a renewal that is due before `end`, not announced yet, and waited for (X3). A renewal that is not waited
 * for goes on the next invoice when it comes.
 */
export function awaitedRenewal(entries: readonly Entry[], end: Day, opening: Opening = NOTHING_YET): Day | undefined {
  const ends = entries.findLast(({ termEndOn }) => termEndOn !== undefined)?.termEndOn ?? opening.termEndOn;
  if (ends === undefined || ends >= end) return undefined;
  let now: RenewalState = opening;
  for (const entry of entries) now = after(now, entry);
  const due = now.termEndOn;
  if (!now.isActive || !now.autoRenew || due === undefined) return undefined;
  return isWaitedFor(due, entries, Number.POSITIVE_INFINITY, opening) ? due : undefined;
}

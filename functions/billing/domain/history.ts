import type { Day } from '../../../shared/kernel/time.ts';

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
  /** R11: a fixed amount, or a percentage of what the term would still have cost. */
  readonly earlyTerminationFee?: { readonly amount: string } | { readonly percentOfRemaining: string };
}

/**
 * What a save of the subscription means for billing: `resized` changed the quantity, `recycled` the billing cycle,
 * `noted` neither (name, reseller, renewal flag).
 */
export type EntryKind =
  | 'created'
  | 'resized'
  | 'recycled'
  | 'suspended'
  | 'reactivated'
  | 'renewed'
  | 'deprovisioned'
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
  readonly reseller?: string;
}

/** An entry with the day on which its lines are posted. */
export interface Posting {
  readonly entry: Entry;
  readonly postedOn: Day;
}

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
    case 'suspended':
    case 'deprovisioned':
      return { isActive: false, autoRenew, termEndOn };
    default:
      return { ...state, autoRenew, termEndOn };
  }
}

/**
 * The entries in the order in which their lines are posted (R7): by posted day, on a day renewals first, then as saved.
 *
 * An entry is posted on its own day, or on the day billing stored it when that is later; one that came before an
 * earlier save did waits for that save. A renewal that was to be expected on its day is posted on that day however
 * late it was announced, because runs wait for it (X3); one that nobody could expect is posted like any other.
 */
export function inPostingOrder(entries: readonly Entry[], opening: Opening = NOTHING_YET): Posting[] {
  const posted: Posting[] = [];
  let [knownOn, lastOn] = [opening.knownOn, opening.postedOn];
  let isOrdered = true;
  for (const entry of entries) {
    if (entry.storedOn > knownOn) knownOn = entry.storedOn;
    if (entry.kind === 'renewed' && expectedOn(entry.effectiveOn, entries, entry.version, opening)) {
      const last = posted.at(-1);
      if (last && last.postedOn >= entry.effectiveOn) isOrdered = false;
      posted.push({ entry, postedOn: entry.effectiveOn });
      continue;
    }
    if (knownOn > lastOn) lastOn = knownOn;
    if (entry.effectiveOn > lastOn) lastOn = entry.effectiveOn;
    posted.push({ entry, postedOn: lastOn });
  }
  return isOrdered ? posted : posted.sort(byPosting);
}

const byPosting = (a: Posting, b: Posting): number => {
  if (a.postedOn !== b.postedOn) return a.postedOn < b.postedOn ? -1 : 1;
  const [first, second] = [isRenewalOfDay(a), isRenewalOfDay(b)];
  return first === second ? a.entry.version - b.entry.version : first ? -1 : 1;
};
const isRenewalOfDay = ({ entry, postedOn }: Posting): boolean =>
  entry.kind === 'renewed' && postedOn === entry.effectiveOn;

/** True when what billing had stored by `on`, of the saves before `version`, made a renewal on that day expected. */
function expectedOn(on: Day, entries: readonly Entry[], version: number, opening: RenewalState): boolean {
  let state = opening;
  for (const entry of entries) {
    if (entry.version >= version || entry.storedOn > on) break;
    state = after(state, entry);
  }
  return state.isActive && state.autoRenew && state.termEndOn !== undefined && state.termEndOn <= on;
}

/**
 * The day of a renewal that is due before `end` and not announced yet; then the partner's run waits (X3). A renewal
 * that nobody could expect on its day is not waited for: it goes on the next invoice when it comes.
 */
export function awaitedRenewal(
  entries: readonly Entry[],
  end: Day,
  opening: RenewalState = NOTHING_YET,
): Day | undefined {
  const ends = entries.findLast(({ termEndOn }) => termEndOn !== undefined)?.termEndOn ?? opening.termEndOn;
  if (ends === undefined || ends >= end) return undefined;
  let now = opening;
  for (const entry of entries) now = after(now, entry);
  const due = now.termEndOn;
  if (!now.isActive || !now.autoRenew || due === undefined) return undefined;
  return expectedOn(due, entries, Number.POSITIVE_INFINITY, opening) ? due : undefined;
}

import { invariant } from '../invariant.ts';
import type { Day, DayPeriod } from '../time.ts';
import { CHARGE_TYPES } from './charge-types.ts';
import { type Clerk, chargeCycles, type Row } from './clerk.ts';
import { type Entry, inPostingOrder, type Opening, type Posting } from './history.ts';
import { emptyLedger, type Ledger, type Line } from './ledger.ts';
import { handOver, resize, suspend } from './seat-rows.ts';
import { beginTerm, reactivate, recycle, takeOver } from './term-rows.ts';

/**
 * Posting: what a subscription's history charges, as a pure function of the history and a window of posted days.
 *
 * R7 row by row. A row whose event was stored after its own day is applied to every live line that covers that day
 * or a later one; cycles that such an event lets begin in the past are charged with it. So every day that the
 * subscription was active is charged once, and no other day, whatever came late.
 */

export interface Posted {
  /** Lines posted in the window, in order of posted day and ordinal. */
  readonly lines: readonly Line[];
  /** State at the window's end: before anything of that day is posted. */
  readonly ledger: Ledger;
}

/**
 * Lines posted in `window`, computed from the history's first entry (or from the ledger that its past was folded to).
 * The same history gives the same lines in whatever windows they are asked for.
 *
 * @throws InvariantError for a history that makes no sense; whoever computes many goes on with the next.
 */
export function post(entries: readonly Entry[], window: DayPeriod, opening?: Ledger): Posted {
  invariant(opening || entries.length === 0 || isBeginning(entries[0]!), 'a history begins with a purchase');
  const postings = inPostingOrder(entries, opening && openingState(opening));
  const clerk: Clerk = {
    ledger: opening ? { ...opening, terms: [...opening.terms], live: [...opening.live] } : emptyLedger(),
    window,
    lines: [],
    touchedOn: window.start,
  };
  const touchedOn = touchedAfter(postings, window.start);
  for (let index = 0; index < postings.length; index += 1) {
    const posting = postings[index]!;
    if (posting.postedOn >= window.end) break;
    clerk.touchedOn = touchedOn[index]!;
    chargeCycles(clerk, posting.postedOn);
    clerk.touchedOn = touchedOn[index + 1]!;
    apply(clerk, posting);
  }
  clerk.touchedOn = window.start;
  chargeCycles(clerk, undefined);
  return { lines: clerk.lines, ledger: clerk.ledger };
}

const isBeginning = ({ kind }: Entry): boolean => kind === 'created' || kind === 'takenOver';

/** What the entries after a folded past go by. */
export const openingState = (ledger: Ledger): Opening => ({
  isActive: ledger.isActive,
  autoRenew: ledger.autoRenew,
  termEndOn: ledger.terms.at(-1)?.endOn,
  postedOn: ledger.postedOn,
  knownOn: ledger.knownOn,
});

/** For each entry, and behind the last: the earliest day that it or a later one touches, or the window shows. */
function touchedAfter(postings: readonly Posting[], start: Day): Day[] {
  const days: Day[] = Array(postings.length + 1).fill(start);
  for (let index = postings.length - 1; index >= 0; index -= 1) {
    const { effectiveOn } = postings[index]!;
    days[index] = effectiveOn < days[index + 1]! ? effectiveOn : days[index + 1]!;
  }
  return days;
}

function apply(clerk: Clerk, { entry, postedOn, effectiveOn }: Posting): void {
  const { ledger } = clerk;
  const eventKey = entry.kind === 'renewed' ? `renew:${entry.effectiveOn}` : `evt:${entry.eventId}`;
  postRow({ clerk, entry, postedOn, effectiveOn, eventKey, ordinal: 0 });
  ledger.autoRenew = entry.autoRenew ?? ledger.autoRenew;
  ledger.friendlyName = entry.friendlyName ?? ledger.friendlyName;
  ledger.resellerOfRecord = entry.resellerOfRecord ?? ledger.resellerOfRecord;
  if (postedOn > ledger.postedOn) ledger.postedOn = postedOn;
  if (entry.storedOn > ledger.knownOn) ledger.knownOn = entry.storedOn;
}

function postRow(row: Row): void {
  switch (row.entry.kind) {
    case 'created':
      row.clerk.ledger.createdOn = row.entry.effectiveOn;
      beginTerm(row, { reason: 'purchase', chargeType: CHARGE_TYPES.purchase });
      break;
    case 'takenOver':
      row.clerk.ledger.createdOn = row.entry.effectiveOn;
      takeOver(row);
      break;
    case 'renewed':
      beginTerm(row, { reason: 'renewal', chargeType: CHARGE_TYPES.renewal });
      break;
    case 'resized':
      resize(row);
      break;
    case 'recycled':
      recycle(row);
      break;
    case 'suspended':
    case 'stopped':
    case 'deprovisioned':
      suspend(row);
      break;
    case 'handedOver':
      handOver(row);
      break;
    case 'reactivated':
      reactivate(row);
      break;
    case 'noted':
      break;
  }
}

import { FULL_REFUND_DAYS } from '../../../../shared/kernel/seat-rating/clerk.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import { cycleAt, emptyLedger, type Ledger, termEndAfter } from '../../../../shared/kernel/seat-rating/ledger.ts';
import {
  entryOfChange,
  entryOfCreation,
  lockOf,
  type SavedTerms,
  triggerFrom,
} from '../../../../shared/kernel/seat-rating/save.ts';
import { addDays, addMonths, type Day, instant, monthsElapsed, utcDay } from '../../../../shared/kernel/time.ts';

/** A save as the history of a subscription keeps it: when it took effect, and what it changed of what strangers see. */
export interface PastSave {
  readonly sequence: number;
  readonly at: string;
  /** Type of the event that told of it. */
  readonly type: string;
  readonly changes: Readonly<Record<string, { readonly before?: unknown; readonly after?: unknown }>>;
}

/** A subscription as strangers see it after a save. */
export interface SavedState extends SavedTerms {
  readonly status: 'active' | 'suspended' | 'deleted';
}

/** Saves, and the account before the first of them; none where that one is the purchase. */
export interface Past {
  readonly entries: readonly Entry[];
  readonly opening: Ledger | undefined;
}

/**
 * First day whose saves decide what a change on a day charges: the running cycle's, or of a term that can still be taken back as
 * a whole the term's. Lines that end before then are touched by nothing any more (billing contract R7).
 */
export function decidingFrom({ anchorOn, billingCycle, termStartOn }: SavedTerms, on: Day): Day {
  const { start } = cycleAt({ anchorOn: anchorOn as Day, cycle: billingCycle }, on);
  const refundable = addDays(on, -FULL_REFUND_DAYS);
  const from = start < refundable ? start : refundable;
  return from > termStartOn ? from : (termStartOn as Day);
}

/**
 * What is to be known of a subscription's past to tell what a change charges: its saves from a day on, in order.
 * @param latest its latest saves, newest first, down to one before that day or to the first of all.
 */
export function pastOf(current: SavedState, latest: readonly PastSave[], from: Day): Past {
  const entries: Entry[] = [];
  let after = current;
  for (const save of latest) {
    const on = utcDay(instant(save.at));
    if (on < from) break;
    const about = { version: save.sequence, eventId: String(save.sequence), effectiveOn: on, storedOn: on };
    if (save.sequence === 1)
      return { entries: [entryOfCreation(after, about), ...entries.reverse()], opening: undefined };
    const before = undone(after, save);
    entries.push(entryOfChange({ before, after, trigger: triggerFrom({ before, after }, save.type) }, about));
    after = before;
  }
  return { entries: entries.reverse(), opening: openingOf(after, from) };
}

/** What was before a save. */
function undone(after: SavedState, { changes }: PastSave): SavedState {
  const before: Record<string, unknown> = { ...after };
  for (const [name, change] of Object.entries(changes)) {
    if (change.before === undefined) delete before[name];
    else before[name] = change.before;
  }
  return before as unknown as SavedState;
}

/** The account of a subscription at the first instant of a day, without lines: those of before are touched no more. */
function openingOf(state: SavedState, on: Day): Ledger | undefined {
  const { billingCycle: cycle, priceLock, quantity, autoRenewEnabled: autoRenew } = state;
  if (!priceLock) return undefined;
  const [anchorOn, startOn] = [state.anchorOn as Day, state.termStartOn as Day];
  const endOn = (state.commitmentEndOn as Day | undefined) ?? termEndAfter(anchorOn, startOn);
  const begun = monthsElapsed(anchorOn, on);
  return {
    ...emptyLedger(),
    createdOn: startOn,
    terms: [{ no: 1, startOn, endOn, anchorOn, cycle, lock: lockOf(priceLock), eventId: '' }],
    isActive: state.status === 'active',
    quantity,
    autoRenew,
    nextCycle: addMonths(anchorOn, begun) === on ? begun : begun + 1,
  };
}

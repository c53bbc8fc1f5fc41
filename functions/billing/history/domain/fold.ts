import { isRefundable } from '../../../../shared/kernel/seat-rating/clerk.ts';
import { type Entry, inPostingOrder, type Posting } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Ledger } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { openingState, post } from '../../../../shared/kernel/seat-rating/posting.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

export interface Folded {
  /** Undefined when nothing was folded yet. */
  readonly opening: Ledger | undefined;
  /** What is left of the history after it. */
  readonly entries: readonly Entry[];
}

/**
 * Folds what is posted before `before` into a ledger, so that a history stays small over the years. Only the first
 * entries can go, and only those that later posting does not mix with. An event that comes later still finds the
 * lines that cover `before` and later days; what was used up before then is settled.
 */
export function fold(entries: readonly Entry[], before: Day, opening?: Ledger): Folded {
  const postings = inPostingOrder(entries, opening && openingState(opening));
  let count = 0;
  while (postings[count] && postings[count]!.entry === entries[count] && postings[count]!.postedOn < before) count += 1;
  for (; count > 0; count -= 1) {
    // Entries of one day stay together.
    if (postings[count] && postings[count]!.postedOn === postings[count - 1]!.postedOn) continue;
    const ledger = foldFirst(entries, postings, count, { before, opening });
    // Whether the next renewal was to be expected is judged by what was known on its day: that must stay to be seen.
    if (ledger.knownOn <= ledger.terms.at(-1)!.endOn) return { opening: ledger, entries: entries.slice(count) };
  }
  return { opening, entries };
}

function foldFirst(
  entries: readonly Entry[],
  postings: readonly Posting[],
  count: number,
  { before, opening }: { before: Day; opening: Ledger | undefined },
): Ledger {
  const rest = postings.slice(count);
  const end = rest.reduce((day, { postedOn }) => (postedOn < day ? postedOn : day), before);
  const touchedOn = rest.reduce((day, { effectiveOn }) => (effectiveOn < day ? effectiveOn : day), end);
  return settled(post(entries.slice(0, count), { start: touchedOn, end }, opening).ledger, touchedOn);
}

/** Drops lines and terms that nothing can touch any more. */
function settled(ledger: Ledger, touchedOn: Day): Ledger {
  const live = ledger.live.filter(({ end, term }) => end > touchedOn || isRefundable(term, touchedOn));
  const last = ledger.terms.at(-1);
  const terms = ledger.terms.filter((term) => term === last || live.some((line) => line.term === term));
  return { ...ledger, live, terms };
}

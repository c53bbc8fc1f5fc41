import { least, oldestDueFirst, openOf, type Receivable } from './receivable.ts';

/** What settling does to one invoice. */
export interface SettledInvoice {
  readonly receivable: Receivable;
  /** Credit that it gets (above 0), or leaves for others (below). */
  readonly credited: bigint;
  /** What was given up and is worth less by now: 0, or below. */
  readonly writtenOff: bigint;
}

interface Draft {
  readonly receivable: Receivable;
  open: bigint;
  credited: bigint;
  writtenOff: bigint;
}

/** What an invoice may owe at most: what it costs. */
const ceilingOf = ({ worth }: Receivable): bigint => (worth > 0n ? worth : 0n);

/**
 * L6: what brings every invoice to between 0 and what it costs, and leaves no credit beside an invoice that is owed.
 *
 * An invoice below 0 leaves what it has too much, first of what was given up, then as credit. One that owes more than it costs, because
 * a payment was taken back whose money it had left for others, takes the credit back. Where that is more than is free,
 * invoices give back what credit they have, the latest due first. What is free then goes to the oldest due.
 *
 * It follows from what is stored alone, so that it may be done in any portions and as often as one likes; done again it is nothing.
 * `credit` is what is free before. `isShort`: some invoice that is not among these has credit to give back.
 */
export function settlement(
  receivables: readonly Receivable[],
  credit: bigint,
): { readonly changes: readonly SettledInvoice[]; readonly isShort: boolean } {
  const drafts: Draft[] = [...receivables]
    .sort(oldestDueFirst)
    .map((receivable) => ({ receivable, open: openOf(receivable), credited: 0n, writtenOff: 0n }));
  let free = credit;
  const give = (draft: Draft, minorUnits: bigint): void => {
    draft.credited += minorUnits;
    draft.open -= minorUnits;
    free -= minorUnits;
  };
  for (const draft of drafts) {
    const back = least(-draft.open, draft.receivable.writtenOff);
    if (back > 0n) {
      draft.writtenOff -= back;
      draft.open += back;
    }
    if (draft.open < 0n) give(draft, draft.open);
    const ceiling = ceilingOf(draft.receivable);
    if (draft.open > ceiling) give(draft, draft.open - ceiling);
  }
  for (const draft of drafts.toReversed()) {
    const has = least(draft.receivable.credited + draft.credited, -free);
    if (has > 0n) give(draft, -has);
  }
  const isShort = free < 0n;
  for (const draft of drafts) {
    const gets = least(draft.open, free);
    if (gets > 0n) give(draft, gets);
  }
  const changes = drafts.flatMap(({ receivable, credited, writtenOff }) =>
    credited === 0n && writtenOff === 0n ? [] : [{ receivable, credited, writtenOff }],
  );
  return { changes, isShort };
}

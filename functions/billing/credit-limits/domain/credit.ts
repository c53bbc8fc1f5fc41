import type { Books } from '../../accounts/domain/books.ts';

/** What is known of a partner's credit; kept of those that have a limit, or had one. Amounts in minor units. */
export interface Credit {
  readonly partnerId: string;
  /** Counts what was stored, and orders what is told of it. */
  readonly version: number;
  /** How often something changed that it depends on, and up to which of these it was computed. */
  readonly wanted: number;
  readonly done: number;
  /** What was told last; absent: that there is no limit, or nothing yet. */
  readonly told?: bigint;
  /** There is no limit any more. */
  readonly isOff: boolean;
}

/**
 * M7: what may be ordered still: the limit less what is owed for invoices and what is not invoiced yet, and more what was paid too
 * much. Below 0 once more is owed than that. All in minor units.
 */
export const availableCredit = ({
  limit,
  books: { receivable, unallocated, creditBalance },
  unbilled,
}: {
  readonly limit: bigint;
  readonly books: Pick<Books, 'receivable' | 'unallocated' | 'creditBalance'>;
  readonly unbilled: bigint;
}): bigint => limit - (receivable + unbilled + unallocated + creditBalance);

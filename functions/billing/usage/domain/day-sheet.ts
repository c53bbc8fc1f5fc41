import type { Day, Instant } from '../../../../shared/kernel/time.ts';

/**
 * A day sheet is what one subscription used on one UTC day: all accepted usage records of that day, summed by the day
 * they were received, meter, resource and location. Invoices, estimates and costs are computed from sheets alone.
 */
export interface DaySheet {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly usageOn: Day;
  readonly rows: readonly SheetRow[];
}

export interface SheetRow {
  /** UTC day on which the records were received: it decides on their invoice (U6). */
  readonly reportedOn: Day;
  readonly meterId: string;
  readonly resourceUri: string;
  readonly location: string;
  /** Σ of all records, corrections among them; exact decimal text. */
  readonly quantity: string;
  /** The part of `quantity` that came as corrections; zero or negative, absent when there were none (U9). */
  readonly corrections?: string;
  /** Earliest usage start of the records: their order inside a day (U2). */
  readonly firstAt: Instant;
  /** Latest usage start of the records; absent where it is the earliest too. */
  readonly lastAt?: Instant;
  /** What the newest of the records says besides; absent where none says anything. */
  readonly facts?: UsageFacts;
}

/** What a usage record says that nothing is computed from. */
export interface UsageFacts {
  readonly tags?: Readonly<Record<string, string>>;
  readonly additionalInfo?: Readonly<Record<string, string>>;
  readonly project?: string;
  readonly serviceInfo?: string;
}

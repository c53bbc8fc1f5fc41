import type { Day } from '../../../../shared/kernel/time.ts';
import type { BillingFrequency } from './product.ts';

/** So many units from a day on. */
export interface QuantityEntry {
  readonly on: Day;
  readonly quantity: number;
}

/** Where an assignment ends. */
export interface AssignmentEnd {
  /** First day that is not charged any more. */
  readonly on: Day;
  /** UTC day on which that was said. */
  readonly storedOn: Day;
}

/** A product of the partner's own that a customer has (B4): what it is charged follows from it alone. */
export interface Assignment {
  readonly partnerId: string;
  readonly customerId: string;
  readonly assignmentId: string;
  readonly productId: string;
  readonly billingFrequency: BillingFrequency;
  /** Price of one for a cycle, kept for the assignment's whole life; exact decimal text. */
  readonly unitPrice: string;
  readonly currency: string;
  /** The price was given for this customer; otherwise it is the product's of the day on which it was assigned. */
  readonly isPriceOverridden: boolean;
  /** Parts in which one-off work is charged, a month apart (B4a). */
  readonly instalments: number;
  /** Day that cycles count from (R2). */
  readonly startOn: Day;
  /** UTC day on which it was stored. */
  readonly storedOn: Day;
  /** By day, one a day; the first is of {@link startOn}. A change counts from the day on which it was stored. */
  readonly quantities: readonly QuantityEntry[];
  readonly end?: AssignmentEnd;
  readonly version: number;
}

export const later = (a: Day, b: Day): Day => (a < b ? b : a);

/** Units as they are now, or will be when it begins. */
export const quantityOf = ({ quantities }: Assignment): number => quantities.at(-1)!.quantity;

/** Whether nothing is charged any more from that day on, or an earlier one. */
export const hasEnded = ({ end }: Pick<Assignment, 'end'>, today: Day): boolean => end !== undefined && end.on <= today;

/** Whether what an end gives back is posted on a day that is over: then the end stands. */
export const isEndPosted = ({ end }: Pick<Assignment, 'end'>, today: Day): boolean =>
  end !== undefined && later(end.on, end.storedOn) < today;

/**
 * With other units, from today on, or from the start where that is to come. Of several changes of a day the last one counts: no bill has
 * a day that is not over.
 */
export function resized(assignment: Assignment, quantity: number, today: Day): Assignment {
  const on = later(assignment.quantities.at(-1)!.on, today);
  const before = assignment.quantities.filter((entry) => entry.on < on);
  const isSame = before.at(-1)?.quantity === quantity;
  return { ...assignment, quantities: isSame ? before : [...before, { on, quantity }] };
}

/** Ending on another day, or on none. Only while {@link isEndPosted} is false. */
export function endingOn({ end: _, ...assignment }: Assignment, on: Day | undefined, today: Day): Assignment {
  return on === undefined ? assignment : { ...assignment, end: { on, storedOn: today } };
}

/**
 * The day from which on it charges nothing when it is taken away today: today, or its start where no day is over on which it was
 * charged, so that it was never there.
 */
export const takenAwayOn = ({ startOn, storedOn }: Assignment, today: Day): Day =>
  later(startOn, storedOn) < today ? today : startOn;

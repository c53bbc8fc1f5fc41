import { minorUnitsText, RATE_DECIMALS, scaled } from '../../../../shared/kernel/money.ts';
import { addMs, type Day, daysBetween, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { UsageFacts } from './day-sheet.ts';

/** What a meter of a subscription counted in a span of one UTC day. */
export interface UsageRecord {
  /** Unique of its subscription. */
  readonly recordId: string;
  readonly subscriptionId: string;
  readonly meterId: string;
  readonly startAt: Instant;
  readonly endAt: Instant;
  /** Exact decimal text; negative only in a correction. */
  readonly quantity: string;
  readonly resourceUri: string;
  readonly location: string;
  /** The record that this one lowers or raises (U9). */
  readonly correctsRecordId?: string;
  readonly facts?: UsageFacts;
}

/** Why a record is not taken: the name of a refusal, and what is wrong in words. */
export interface RecordFault {
  readonly refusal: 'invalid_property' | 'usage_too_old' | 'usage_subscription_unknown' | 'usage_meter_unknown';
  readonly description?: string;
}

/** Days of age, by UTC days, up to which usage is taken (U6). */
export const AGE_DAYS_MAX = 90;

/** Largest quantity of one record, either way: sums of a day keep their digits, and invoices theirs. */
const QUANTITY_MAX = scaled('1000000000000');

export const usageDay = ({ startAt }: Pick<UsageRecord, 'startAt'>): Day => utcDay(startAt);

/** What is wrong with a record in itself, at its receipt. */
export function faultOf(record: UsageRecord, receivedAt: Instant): RecordFault | undefined {
  const { startAt, endAt, quantity, correctsRecordId } = record;
  const wrong = (description: string): RecordFault => ({ refusal: 'invalid_property', description });
  if (endAt < startAt) return wrong('usageEndTime is before usageStartTime.');
  // The end is the first instant that is not part of it: midnight after a whole day still belongs to that day.
  const lastAt = endAt > startAt ? addMs(endAt, -1) : endAt;
  if (utcDay(lastAt) !== usageDay(record)) return wrong('A record is of one UTC day and 24 hours at most.');
  if (startAt > receivedAt) return wrong('usageStartTime is still to come.');
  if (quantity.startsWith('-') && correctsRecordId === undefined)
    return wrong('A quantity below 0 needs correctsRecordId.');
  const units = scaled(quantity);
  if (units > QUANTITY_MAX || units < -QUANTITY_MAX) return wrong('quantity is 1,000,000,000,000 at most, either way.');
  if (daysBetween(usageDay(record), utcDay(receivedAt)) > AGE_DAYS_MAX) return { refusal: 'usage_too_old' };
  return undefined;
}

/** A decimal text in its shortest spelling: `1.50` is `1.5`, `-0` is `0`. */
export const exactText = (units: bigint): string => {
  const text = minorUnitsText(units, RATE_DECIMALS);
  return text.replace(/0+$/, '').replace(/\.$/, '');
};
export const shortest = (quantity: string): string => exactText(scaled(quantity));

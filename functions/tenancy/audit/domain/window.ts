import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, addMonths, type Day, type DayPeriod, type Instant, utcDay } from '../../../../shared/kernel/time.ts';

/** Days that a partner's log goes back (tenancy contract 11.1). */
const PARTNER_DAYS = 90;
/** Months that every record is kept. */
const KEPT_MONTHS = 13;
/** Days that a log shows when none are named. */
const DEFAULT_DAYS = 30;

/** The first day that a partner sees. */
export const firstDayOfPartner = (at: Instant): Day => addDays(utcDay(at), -PARTNER_DAYS);
/** The first day that a customer and the operator see. */
export const firstDayKept = (at: Instant): Day => addMonths(utcDay(at), -KEPT_MONTHS);

/** From this day on a record may be removed: on the day before it no log shows it any more, however long the months are. */
export const removableOn = (at: Instant): Day => addDays(addMonths(utcDay(at), KEPT_MONTHS), 4);

/**
 * The days that a log is asked for; both that are named belong to it. Without a start the last 30 before the end, without
 * an end up to today. Refuses, 400/800002, what begins before `first`, and an end before the start.
 */
export function auditWindow(
  at: Instant,
  { startOn, endOn }: { startOn?: Day | undefined; endOn?: Day | undefined },
  first: Day,
): Result<DayPeriod, Refusal<'invalid_input'>> {
  const today = utcDay(at);
  const last = endOn !== undefined && endOn < today ? endOn : today;
  const lately = addDays(last, -DEFAULT_DAYS);
  const start = startOn ?? (lately < first ? first : lately);
  if (start < first)
    return refuse('invalid_input', { field: 'startDate', description: `startDate: records go back to ${first}.` });
  if (last < start) {
    const field = endOn === undefined ? 'startDate' : 'endDate';
    return refuse('invalid_input', { field, description: `${field}: the days end on ${last}, before ${start}.` });
  }
  return ok({ start, end: addDays(last, 1) });
}

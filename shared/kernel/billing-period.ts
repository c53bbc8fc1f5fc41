import { addMonths, type Day, type DayPeriod, day, monthDay } from './time.ts';

/**
 * A billing period is the days from one billing date up to the next; its invoice has the date of its end (L1). The
 * first begins on the day the partner signed.
 */
export type BillingPeriod = DayPeriod;

/** L1: the billing date in the month after `on`'s, clamped to that month's length. */
export function nextBillingDate(on: Day, billingDay: number): Day {
  const month = addMonths(day(`${on.slice(0, 7)}-01`), 1);
  return monthDay(+month.slice(0, 4), +month.slice(5, 7), billingDay);
}

/** L1: from the signature to the first billing date after it. */
export function firstPeriod(signedOn: Day, billingDay: number): BillingPeriod {
  const ofMonth = monthDay(+signedOn.slice(0, 4), +signedOn.slice(5, 7), billingDay);
  return { start: signedOn, end: ofMonth > signedOn ? ofMonth : nextBillingDate(signedOn, billingDay) };
}

export const followingPeriod = ({ end }: BillingPeriod, billingDay: number): BillingPeriod => ({
  start: end,
  end: nextBillingDate(end, billingDay),
});

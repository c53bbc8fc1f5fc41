import { type BillingPeriod, followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';

/** What a dry run looks at: the period, and the days of it whose postings count. */
export interface Preview {
  readonly period: BillingPeriod;
  readonly posted: BillingPeriod;
}

/** What follows of a day, such as the due date of its period, is to lie within years of four digits. */
const LAST_DAY = '9998-12-31';

/**
 * BIL-10: the invoice that is next as of a day. Charges posted up to and including that day count; as of the billing
 * date itself all of the period's. A later day shows the period in which it lies. Undefined before the open period
 * and after {@link LAST_DAY}.
 */
export function previewAsOf(open: BillingPeriod, asOf: Day, billingDay: number): Preview | undefined {
  if (asOf < open.start || asOf > LAST_DAY) return undefined;
  let period = open;
  while (asOf > period.end) period = followingPeriod(period, billingDay);
  const through = addDays(asOf, 1);
  return { period, posted: { start: period.start, end: through < period.end ? through : period.end } };
}

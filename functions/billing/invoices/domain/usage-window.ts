import { type BillingPeriod, firstPeriod, followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { addDays, type Day, type DayPeriod, day } from '../../../../shared/kernel/time.ts';

/** Usage of so many days before its report is taken at most (950003). */
const LATE_DAYS_MAX = 91;

/** All billing periods of a partner up to one, oldest first. Of an account without a signature the one alone. */
export function periodsUpTo(
  last: BillingPeriod,
  { agreementSignedOn, billingDay }: { agreementSignedOn?: string | undefined; billingDay?: number | undefined },
): BillingPeriod[] {
  if (agreementSignedOn === undefined || billingDay === undefined || agreementSignedOn >= last.end) return [last];
  const first = firstPeriod(day(agreementSignedOn), billingDay);
  const periods: BillingPeriod[] = [];
  for (let period = first; period.end < last.end; period = followingPeriod(period, billingDay)) periods.push(period);
  return [...periods, last];
}

/**
 * Usage days whose sheets tell what a window of reports bills: those that it may bring, and the ones before them in their
 * periods, because units add up by period (U1).
 */
export function reachOf(window: DayPeriod, periods: readonly BillingPeriod[]): DayPeriod {
  const earliest = addDays(window.start, -LATE_DAYS_MAX);
  const first = periods.find(({ end }) => end > earliest) ?? periods[0];
  return { start: first ? first.start : earliest, end: window.end };
}

/** Report days that an invoice bills of a subscription, and those of the invoices before it. */
export interface UsageWindows {
  readonly window: DayPeriod;
  readonly billed: readonly DayPeriod[];
  /** The invoice before left it out. */
  readonly wasAside: boolean;
}

/**
 * U6: each invoice has the reports of its own period, and those of the periods before it that left the subscription out.
 * `period` may be the beginning of the last of `periods` alone: an estimate has what is known by then. `leftOut` are such spans, each from the first day left out to the end of the last period that did.
 */
export function usageWindows(
  period: BillingPeriod,
  periods: readonly BillingPeriod[],
  leftOut: readonly DayPeriod[],
): UsageWindows {
  const windows: DayPeriod[] = [];
  let start: Day | undefined;
  for (const each of periods) {
    if (each.start > period.start) break;
    const isLeftOut =
      each.start !== period.start && leftOut.some((span) => span.start <= each.start && each.start < span.end);
    start ??= each.start;
    if (isLeftOut) continue;
    windows.push({ start, end: each.start === period.start ? period.end : each.end });
    start = undefined;
  }
  const window = windows.pop()!;
  return { window, billed: windows, wasAside: window.start < period.start };
}

/** The spans with one more period that left the subscription out. Repeated it changes nothing. */
export function withLeftOut(leftOut: readonly DayPeriod[], days: DayPeriod): readonly DayPeriod[] {
  return [...leftOut.filter(({ start }) => start !== days.start), days].sort((a, b) => (a.start < b.start ? -1 : 1));
}

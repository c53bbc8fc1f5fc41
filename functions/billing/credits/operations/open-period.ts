import { followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import { type BillingAccount, type PeriodRow, periodStore } from '../../accounts/index.ts';

/**
 * The billing date of the invoice that has what is granted on a day: that of the day's period, or of the next one where a run has
 * locked it already. `row` is undefined where it has not begun. Undefined for a partner that is not billed.
 */
export async function openPeriodOn(
  { partnerId, profile: { billingDay } }: BillingAccount,
  on: Day,
  { table }: { readonly table: Parameters<typeof periodStore>[0] },
): Promise<{ readonly billingOn: Day; readonly row: PeriodRow | undefined } | undefined> {
  const latest = await periodStore(table).latest(partnerId);
  if (!latest || !billingDay) return undefined;
  if (on < latest.end && latest.state === 'open') return { billingOn: latest.end, row: latest };
  let period: DayPeriod = followingPeriod(latest, billingDay);
  while (period.end <= on) period = followingPeriod(period, billingDay);
  return { billingOn: period.end, row: undefined };
}

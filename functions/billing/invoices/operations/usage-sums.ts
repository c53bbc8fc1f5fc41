import { nextBillingDate } from '../../../../shared/kernel/billing-period.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import { type BillingAccount, type CustomerRange, regionsOf, type TaxRate } from '../../accounts/index.ts';
import { billingDatesOf } from '../../credits/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../history/index.ts';
import { bookByRegion } from '../../rate-cards/index.ts';
import type { InvoicedUsage } from '../domain/invoice.ts';
import { periodsUpTo } from '../domain/usage-window.ts';
import type { RunDeps } from './dependencies.ts';
import { usageMoney } from './documents/usage-file.ts';
import { ratedUsage, type UsageOf } from './rate-usage.ts';

type Deps = Pick<RunDeps, 'table' | 'files' | 'rateBookOf'>;

/** Usage that an invoice would have if its period ended with `posted`. */
export function openUsage(
  account: BillingAccount,
  { posted, range, taxRates }: { posted: DayPeriod; range: CustomerRange; taxRates: readonly TaxRate[] },
  { table, rateBookOf }: Pick<Deps, 'table' | 'rateBookOf'>,
): UsageOf {
  const { partnerId, profile } = account;
  const { billingDay, currency } = profile;
  const period = { start: posted.start, end: billingDay ? nextBillingDate(posted.start, billingDay) : posted.end };
  return {
    ...{ partnerId, range, taxRates },
    creditDates: billingDatesOf(posted, profile),
    period: posted,
    periods: periodsUpTo(period, profile),
    bookOf: async (days) =>
      bookByRegion(await regionsOf(account, posted, { table }), days, (of) => rateBookOf({ currency, ...of })),
  };
}

/** What all of it costs together; undefined where nothing was used. What cannot be rated is left out, as by an invoice. */
export async function usageSums(
  of: UsageOf,
  deps: Pick<Deps, 'table' | 'files'> & { readonly log: Log },
): Promise<{ usage: InvoicedUsage; byOffer: ReadonlyMap<string, Totals> } | undefined> {
  const byOffer = new Map<string, Totals>();
  let [lineCount, dayCount] = [0, 0];
  for await (const { customerId, subscriptionId, ...used } of ratedUsage(of, deps)) {
    if ('error' in used) {
      deps.log.error('an estimate leaves out usage that cannot be rated', {
        ...{ customerId, subscriptionId },
        error: String(used.error),
      });
      continue;
    }
    if ('nothing' in used) continue;
    const { owner, lines, days } = used.billed;
    lineCount += lines.length;
    dayCount += days.length;
    for (const line of lines)
      byOffer.set(owner.offerId, addTotals(byOffer.get(owner.offerId) ?? NO_TOTALS, usageMoney(line)));
  }
  if (lineCount + dayCount === 0) return undefined;
  const totals = [...byOffer.values()].reduce(addTotals, NO_TOTALS);
  return { byOffer, usage: { lineCount, dayCount, ratedCount: dayCount, totals } };
}

import type { Table } from '../../../../shared/dynamo/table.ts';
import { type BillingPeriod, followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { InvariantError } from '../../../../shared/kernel/invariant.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, periodStore } from '../../accounts/index.ts';
import { type RateBook, rateBook } from '../../rate-cards/index.ts';
import { type DaySheet, type RatedDay, ratedDays, usageStore } from '../../usage/index.ts';
import { reportedUpTo } from '../domain/usage-cost.ts';
import type { MeteredIds } from '../store/metered-store.ts';
import type { CostsDeps } from './dependencies.ts';

/** The days that are open for a partner on a day, whether or not the invoice of those before is out. */
export interface OpenPeriod {
  readonly account: BillingAccount;
  readonly period: BillingPeriod;
  readonly today: Day;
}

/** Undefined for a partner that is not billed. */
export async function openPeriod(
  partnerId: string,
  today: Day,
  { table }: { table: Table },
): Promise<OpenPeriod | undefined> {
  const account = await accountStore(table).load(partnerId);
  const row = await periodStore(table).latest(partnerId);
  if (!row || !account?.profile.billingDay) return undefined;
  let period: BillingPeriod = { start: row.start, end: row.end };
  while (period.end <= today) period = followingPeriod(period, account.profile.billingDay);
  return { account, period, today };
}

type Deps = Pick<CostsDeps, 'table' | 'files' | 'log'>;

/** Rates of the days of a period. */
export const bookOf = ({ account, period }: OpenPeriod, deps: Deps): Promise<RateBook> =>
  rateBook(deps, {
    currency: account.profile.currency,
    region: account.profile.region,
    from: period.start,
    to: period.end,
  });

/**
 * What a subscription used in the open period, rated as its invoice will be (U8), by the day of use. Late usage of earlier
 * periods is not in it. Nothing of it is stored.
 */
export async function ratedInPeriod(ids: MeteredIds, open: OpenPeriod, deps: Deps): Promise<UsedInPeriod> {
  const { partnerId, customerId, subscriptionId } = ids;
  const sheets = await usageStore(deps).ofSubscription(partnerId, customerId, subscriptionId, open.period);
  if (sheets.length === 0) return { days: [], isUsed: false };
  return { days: rated(ids, sheets, { open, book: await bookOf(open, deps) }, deps), isUsed: true };
}

export interface UsedInPeriod {
  readonly days: readonly RatedDay[];
  /** Also where it cannot be rated. */
  readonly isUsed: boolean;
}

/** A subscription that cannot be rated costs nothing here: no list stands still for it, the run puts it on the operator's. */
export function rated(
  ids: MeteredIds,
  sheets: readonly DaySheet[],
  { open: { period, today }, book }: { open: OpenPeriod; book: RateBook },
  { log }: Pick<Deps, 'log'>,
): readonly RatedDay[] {
  try {
    return ratedDays({
      subscriptionId: ids.subscriptionId,
      sheets,
      periods: [period],
      window: reportedUpTo(period, today),
      book,
      taxPercentOn: () => '0',
    });
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    log.error('a running cost leaves out a subscription that breaks', { ...ids, error: String(error) });
    return [];
  }
}

/** An amount of the billing currency in US dollars, by the rate of a day's month; `0` where none is published. */
export function inDollars(amount: string, book: RateBook, on: Day): string {
  const exchange = book.exchange(on, 'USD');
  return exchange ? new Exact(amount).div(exchange.rate).toDecimalPlaces(10).toFixed() : '0';
}

import {
  type Item,
  isRefused,
  pagesOf,
  putIfVersion,
  putNew,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import type { BillingPeriod } from '../../../../shared/kernel/billing-period.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { PartnerRegion } from '../domain/region.ts';
import { type TaxRate, withTaxRate } from '../domain/tax.ts';
import { latestPeriodQuery, latestPeriodUpToQuery, periodKey, periodsQuery } from './keys.ts';
import { doneMember, fromItem, type PeriodRow, type RunPlan, toItem } from './period-item.ts';

export const periodStore = (table: Table) => ({
  async load(partnerId: string, billingOn: Day): Promise<PeriodRow | undefined> {
    const item = await table.get(periodKey(partnerId, billingOn), { consistent: true });
    return item && fromItem(item);
  },

  /** The period that is not invoiced yet; undefined before the first. */
  async latest(partnerId: string): Promise<PeriodRow | undefined> {
    const { items } = await table.query(latestPeriodQuery(partnerId));
    return items[0] && fromItem(items[0]);
  },

  /** The last period with a billing date up to a day. */
  async latestUpTo(partnerId: string, through: Day): Promise<PeriodRow | undefined> {
    const { items } = await table.query(latestPeriodUpToQuery(partnerId, through));
    return items[0] && fromItem(items[0]);
  },

  /**
   * Tax rates of all periods before the one that begins on a day. Each run keeps those of the runs before it; only
   * behind one that kept its own alone are all rows read.
   */
  async taxRatesBefore(partnerId: string, start: Day): Promise<readonly TaxRate[]> {
    const before = await table.get(periodKey(partnerId, start), { consistent: true });
    if (!before) return [];
    const { plan } = fromItem(before);
    if (plan && !plan.hasOwnRateAlone) return plan.taxRates;
    let rates: readonly TaxRate[] = [];
    for await (const page of pagesOf(table, periodsQuery(partnerId, start)))
      for (const item of page) for (const rate of fromItem(item).plan?.taxRates ?? []) rates = withTaxRate(rates, rate);
    return rates;
  },

  /** Regions of all periods before the one that begins on a day: each run keeps those of the runs before it. */
  async regionsBefore(partnerId: string, start: Day): Promise<readonly PartnerRegion[]> {
    const before = await this.load(partnerId, start);
    return before?.plan?.regions ?? [];
  },

  /** Opens a partner's first period unless it has one. */
  async openFirst(partnerId: string, period: BillingPeriod): Promise<void> {
    try {
      await table.write([openWrite(partnerId, period)]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },

  /** X2: open → closing. Returns the locked row, or undefined when another run got there first. */
  async lock(row: PeriodRow, plan: RunPlan): Promise<PeriodRow | undefined> {
    const locked: PeriodRow = { ...row, state: 'closing', version: row.version + 1, plan };
    try {
      await table.write([putIfVersion(toItem(locked), row.version)]);
      return locked;
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  },

  /** Notes that the part of a range is stored; harmless when repeated, refused once the period is settled. */
  async markDone(row: PeriodRow, range: number): Promise<void> {
    try {
      await table.write([
        {
          update: periodKey(row.partnerId, row.end),
          set: { [doneMember(range)]: 1 },
          if: { kind: 'equals', values: { state: 'closing', version: row.version } },
        },
      ]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },

  /** Notes how a try of the run failed, so that the operator sees it while others follow; nothing once the period is settled. */
  async noteFailure(partnerId: string, billingOn: Day, failure: string): Promise<void> {
    try {
      await table.write([
        {
          update: periodKey(partnerId, billingOn),
          set: { failure },
          if: { kind: 'equals', values: { state: 'closing' } },
        },
      ]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },
});

/** Whose period an item of the index of due ones is; the index lags: load before deciding. */
export function duePeriod(item: Item): { partnerId: string; billingOn: Day } {
  const { partnerId, end } = fromItem(item);
  return { partnerId, billingOn: end };
}

export const openWrite = (partnerId: string, { start, end }: BillingPeriod): Write =>
  putNew(toItem({ partnerId, start, end, state: 'open', version: 1, done: new Set() }));

/**
 * Holds as long as no run has locked a period: what is written with it is on the period's invoice. `row` is undefined for a period
 * that has not begun.
 */
export const openCheck = (partnerId: string, billingOn: Day, row: PeriodRow | undefined): Write => ({
  check: periodKey(partnerId, billingOn),
  if: row ? { kind: 'equals', values: { state: 'open', version: row.version } } : { kind: 'absent' },
});

/** Closing → issued or empty, on condition that nobody did it before. */
export const settledWrite = (
  { failure: _, ...row }: PeriodRow,
  after: { state: 'issued' | 'empty'; invoiceId?: string },
): Write => putIfVersion(toItem({ ...row, ...after, version: row.version + 1, done: new Set() }), row.version);

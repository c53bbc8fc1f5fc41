import {
  type Item,
  pagesOf,
  putIfVersion,
  putNew,
  type Table,
  type Write,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import { type Day, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { CustomerRange } from '../domain/customer-range.ts';
import type { BillingPeriod } from '../domain/period.ts';
import { type TaxRate, withTaxRate } from '../domain/tax.ts';
import { dueIndex, dueQuery, latestPeriodQuery, periodKey, periodsQuery } from './keys.ts';

/** What a run fixes when it locks a period, so that every part of it uses the same (X2). */
export interface RunPlan {
  /** `{billing date}@{time of the schedule that locked the period}`. */
  readonly runId: string;
  readonly ranges: readonly CustomerRange[];
  readonly currency: string;
  /** Of this period and all before it, so that a credit bears the rate of the line that it takes back. */
  readonly taxRates: readonly TaxRate[];
  readonly mpnId: string;
}

/** When a run locked its period: what it waits for is counted from then. */
export const begunAt = ({ runId }: RunPlan): Instant => instant(runId.slice(runId.indexOf('@') + 1));

/** L2: `open` accrues, `closing` is locked by a run, `issued` has an invoice, `empty` had no lines. */
export type PeriodState = 'open' | 'closing' | 'issued' | 'empty';

export interface PeriodRow extends BillingPeriod {
  readonly partnerId: string;
  readonly state: PeriodState;
  readonly version: number;
  readonly plan?: RunPlan;
  readonly invoiceId?: string;
  /** Numbers of the ranges whose part is stored. */
  readonly done: ReadonlySet<number>;
}

const DONE_PREFIX = 'done';

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

  /**
   * Tax rates of all periods before the one that begins on a day. Each run keeps those of the runs before it; only
   * behind one that kept its own alone are all rows read.
   */
  async taxRatesBefore(partnerId: string, start: Day): Promise<readonly TaxRate[]> {
    const before = await table.get(periodKey(partnerId, start), { consistent: true });
    if (!before) return [];
    const kept = taxRatesOf(before);
    if (kept.isComplete) return kept.rates;
    let rates: readonly TaxRate[] = [];
    for await (const page of pagesOf(table, periodsQuery(partnerId, start)))
      for (const item of page) for (const rate of taxRatesOf(item).rates) rates = withTaxRate(rates, rate);
    return rates;
  },

  /** Opens a partner's first period unless it has one. */
  async openFirst(partnerId: string, period: BillingPeriod): Promise<void> {
    try {
      await table.write([openWrite(partnerId, period)]);
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
  },

  /** X2: open → closing. Returns the locked row, or undefined when another run got there first. */
  async lock(row: PeriodRow, plan: RunPlan): Promise<PeriodRow | undefined> {
    const locked: PeriodRow = { ...row, state: 'closing', version: row.version + 1, plan };
    try {
      await table.write([putIfVersion(toItem(locked), row.version)]);
      return locked;
    } catch (error) {
      if (error instanceof WriteConflictError) return undefined;
      throw error;
    }
  },

  /** Notes that the part of a range is stored; harmless when repeated, refused once the period is settled. */
  async markDone(row: PeriodRow, range: number): Promise<void> {
    try {
      await table.write([
        {
          update: periodKey(row.partnerId, row.end),
          set: { [`${DONE_PREFIX}${range}`]: 1 },
          if: { kind: 'equals', values: { state: 'closing', version: row.version } },
        },
      ]);
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
  },

  /** Partners and billing dates that are due, oldest first, from the index, which lags: load before deciding. */
  async *due(through: Day): AsyncGenerator<{ partnerId: string; billingOn: Day }> {
    for await (const page of pagesOf(table, dueQuery(through)))
      for (const item of page) yield { partnerId: item.partnerId as string, billingOn: item.sk as Day };
  },
});

export const openWrite = (partnerId: string, { start, end }: BillingPeriod): Write =>
  putNew(toItem({ partnerId, start, end, state: 'open', version: 1, done: new Set() }));

/** Closing → issued or empty, on condition that nobody did it before. */
export const settledWrite = (row: PeriodRow, after: { state: 'issued' | 'empty'; invoiceId?: string }): Write =>
  putIfVersion(toItem({ ...row, ...after, version: row.version + 1, done: new Set() }), row.version);

function toItem({ done, ...row }: PeriodRow): Item {
  const isDue = row.state === 'open' || row.state === 'closing';
  return {
    ...periodKey(row.partnerId, row.end),
    ...(isDue && dueIndex(row.partnerId, row.end)),
    ...row,
    ...Object.fromEntries([...done].map((range) => [`${DONE_PREFIX}${range}`, 1])),
  };
}

/** Plans of earlier shape have the rate of their own period alone. */
function taxRatesOf(item: Item): { rates: readonly TaxRate[]; isComplete: boolean } {
  const { plan, start } = item as unknown as { start: Day; plan?: RunPlan & { taxRatePercent?: string } };
  if (plan?.taxRates) return { rates: plan.taxRates, isComplete: true };
  return { rates: plan ? [{ from: start, percent: plan.taxRatePercent ?? '0' }] : [], isComplete: false };
}

function fromItem(item: Item): PeriodRow {
  const { partnerId, start, end, state, version, invoiceId, ...row } = item as unknown as PeriodRow;
  const plan = row.plan && { ...row.plan, taxRates: taxRatesOf(item).rates };
  const done = Object.keys(item).filter((name) => /^done\d+$/.test(name));
  return {
    partnerId,
    start,
    end,
    state,
    version,
    ...(plan && { plan }),
    ...(invoiceId && { invoiceId }),
    done: new Set(done.map((name) => Number(name.slice(DONE_PREFIX.length)))),
  };
}

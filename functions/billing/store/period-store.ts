import {
  type Item,
  pagesOf,
  putIfVersion,
  putNew,
  type Table,
  type Write,
  WriteConflictError,
} from '../../../shared/dynamo/table.ts';
import type { Day } from '../../../shared/kernel/time.ts';
import type { BillingPeriod } from '../domain/period.ts';
import type { CustomerRange } from '../domain/ranges.ts';
import { dueIndex, dueQuery, latestPeriodQuery, periodKey } from './keys.ts';

/** What a run fixes when it locks a period, so that every part of it uses the same (X2). */
export interface RunPlan {
  readonly runId: string;
  readonly ranges: readonly CustomerRange[];
  readonly currency: string;
  readonly taxRatePercent: string;
  readonly mpnId: string;
}

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

function fromItem(item: Item): PeriodRow {
  const { partnerId, start, end, state, version, plan, invoiceId } = item as unknown as PeriodRow;
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

import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { BillingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { type Day, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { CustomerRange } from '../domain/customer-range.ts';
import type { PartnerRegion } from '../domain/region.ts';
import type { TaxRate } from '../domain/tax.ts';
import { dueIndex, periodKey } from './keys.ts';

/** What a run fixes when it locks a period, so that every part of it uses the same (X2). */
export interface RunPlan {
  /** `{billing date}@{time of the schedule that locked the period}`. */
  readonly runId: string;
  readonly ranges: readonly CustomerRange[];
  readonly currency: string;
  /** Of this period and all before it, so that a credit bears the rate of the line that it takes back. */
  readonly taxRates: readonly TaxRate[];
  /** Runs of the first shape kept the rate of their own period alone. */
  readonly hasOwnRateAlone?: true;
  /** Of this period and all before it, so that late use is rated where it was used; none of runs of before. */
  readonly regions: readonly PartnerRegion[];
  readonly mpnId: string;
  /** Form of the file's rows and of what explains them: all parts of a file have the same. */
  readonly rowsForm: number;
}

/** When a run locked its period: what it waits for is counted from then. */
export const begunAt = ({ runId }: RunPlan): Instant => instant(runId.slice(runId.indexOf('@') + 1));

/** L2: `open` accrues, `closing` is locked by a run, `issued` has an invoice, `empty` had no lines. */
export type PeriodState = 'open' | 'closing' | 'issued' | 'empty';

interface StoredPeriod extends BillingPeriod {
  readonly partnerId: string;
  readonly state: PeriodState;
  readonly version: number;
  readonly plan?: RunPlan;
  readonly invoiceId?: string;
  /** How the last try of its run that failed ended, as long as it is `closing`. */
  readonly failure?: string;
}

export interface PeriodRow extends StoredPeriod {
  /** Numbers of the ranges whose part is stored. */
  readonly done: ReadonlySet<number>;
}

/** Parts are stored at the same time: each notes itself in a member of its own. */
export const doneMember = (range: number): string => `done${range}`;
const DONE = /^done(\d+)$/;
export const doneRanges = (item: Item): ReadonlySet<number> =>
  new Set(
    Object.keys(item)
      .flatMap((name) => DONE.exec(name)?.[1] ?? [])
      .map(Number),
  );

export const periodItem = storedKind<StoredPeriod>({
  kind: 'billingPeriod',
  shape: 4,
  upgrades: [withTaxRates, withRowsForm, withoutRegions],
});

/** The first shape also had plans with the rate of their own period. */
function withTaxRates(record: StoredRecord): StoredRecord {
  const { plan, start } = record as { plan?: { taxRates?: unknown; taxRatePercent?: string }; start: Day };
  if (!plan || plan.taxRates) return record;
  const { taxRatePercent: percent = '0', ...rest } = plan;
  return { ...record, plan: { ...rest, taxRates: [{ from: start, percent }], hasOwnRateAlone: true } };
}

/** Runs of before wrote the first form. */
function withRowsForm(record: StoredRecord): StoredRecord {
  const { plan } = record as { plan?: object };
  return plan ? { ...record, plan: { ...plan, rowsForm: 1 } } : record;
}

/** Runs of before kept no region. */
function withoutRegions(record: StoredRecord): StoredRecord {
  const { plan } = record as { plan?: object };
  return plan ? { ...record, plan: { ...plan, regions: [] } } : record;
}

/** In the index of what is due as long as it has no outcome. */
export function toItem({ done, ...row }: PeriodRow): Item {
  const isDue = row.state === 'open' || row.state === 'closing';
  const keys = { ...periodKey(row.partnerId, row.end), ...(isDue && dueIndex(row.partnerId, row.end)) };
  return periodItem.toItem(keys, { ...row, ...Object.fromEntries([...done].map((range) => [doneMember(range), 1])) });
}

export function fromItem(item: Item): PeriodRow {
  const { partnerId, start, end, state, version, plan, invoiceId, failure } = periodItem.fromItem(item);
  return {
    partnerId,
    start,
    end,
    state,
    version,
    ...(plan && { plan }),
    ...(invoiceId && { invoiceId }),
    ...(failure !== undefined && { failure }),
    done: doneRanges(item),
  };
}

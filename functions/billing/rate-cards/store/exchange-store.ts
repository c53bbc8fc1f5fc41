import { isRefused, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { billedThroughKey, exchangeRatesKey } from './keys.ts';
import { billedThroughItem, exchangeRatesItem, type MonthRates } from './rate-card-items.ts';

/** How far the periods of a currency are billed, with what holds it so. */
export interface BilledThrough {
  readonly currency: string;
  readonly through: Day | undefined;
  /** Fails where a period was closed since it was read. */
  readonly unchanged: Write;
}

export const exchangeStore = (table: Table) => ({
  async load(month: string): Promise<MonthRates | undefined> {
    const item = await table.get(exchangeRatesKey(month), { consistent: true });
    return item && exchangeRatesItem.fromItem(item);
  },

  /** Rates of some months, those that there are; consistent, because lines come of them. */
  async months(months: readonly string[]): Promise<ReadonlyMap<string, MonthRates>> {
    const items = await table.batchGet(months.map(exchangeRatesKey), { consistent: true });
    return new Map(items.map((item) => exchangeRatesItem.fromItem(item)).map((rates) => [rates.month, rates]));
  },

  /**
   * Saves a month's rates while no period has been closed that was not known of.
   * @throws WriteConflictError otherwise, and when somebody saved them since they were loaded.
   */
  async save(rates: MonthRates, also: readonly Write[]): Promise<void> {
    await table.write([
      putIfVersion(exchangeRatesItem.toItem(exchangeRatesKey(rates.month), rates), rates.version - 1),
      ...also,
    ]);
  },

  async billedThrough(currency: string): Promise<BilledThrough> {
    const key = billedThroughKey(currency);
    const item = await table.get(key, { consistent: true });
    const through = item && billedThroughItem.fromItem(item).through;
    const condition = through ? ({ kind: 'equals', values: { through } } as const) : ({ kind: 'absent' } as const);
    return { currency, through, unchanged: { check: key, if: condition } };
  },

  /** Notes that a period of a currency is being closed: from then on the exchange rates of its days stay. */
  async fixRates(currency: string, billingOn: Day): Promise<void> {
    const key = billedThroughKey(currency);
    const item = await table.get(key);
    if (item && billedThroughItem.fromItem(item).through >= billingOn) return;
    try {
      const put = billedThroughItem.toItem(key, { through: billingOn });
      await table.write([{ put, if: { kind: 'absentOrLess', attribute: 'through', value: billingOn } }]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },
});

import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { isRefused, type Table } from '../../../../shared/dynamo/table.ts';
import type { MonthRates } from '../domain/exchange.ts';
import { exchangeRatesKey, exchangeRatesQuery } from './keys.ts';

/** Rates of a month as billing told them; `asOf` orders the tellings: the newest stays. */
interface KnownRates extends MonthRates {
  readonly asOf: number;
}
export const knownRatesItem = storedKind<KnownRates>({ kind: 'knownExchangeRates', shape: 1, upgrades: [] });

export const exchangeRatesStore = (table: Table) => ({
  /** The latest rates up to a month: its own, where there are any. One read of one item, consistent: something is sold on it. */
  async upTo(month: string): Promise<MonthRates | undefined> {
    const { items } = await table.query({ ...exchangeRatesQuery(month), limit: 1 });
    return items[0] && knownRatesItem.fromItem(items[0]);
  },

  /** Keeps the rates of a month. Told twice, or late, it changes nothing. */
  async keep(told: KnownRates): Promise<void> {
    const put = knownRatesItem.toItem(exchangeRatesKey(told.month), told);
    try {
      await table.write([{ put, if: { kind: 'absentOrLess', attribute: 'asOf', value: told.asOf } }]);
    } catch (error) {
      if (!isRefused(error)) throw error;
    }
  },
});

import { ExchangeRatesPublished } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { allOf, isRefused, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { allExchangeRatesQuery, billedThroughKey, exchangeRatesKey } from './keys.ts';
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
  async save(rates: MonthRates, occasion: Occasion, also: readonly Write[]): Promise<void> {
    await table.write([...ratesWrites(rates, occasion), ...also]);
  },

  /** Months whose rates no event has told of. */
  async untold(): Promise<readonly string[]> {
    const all = (await allOf(table, allExchangeRatesQuery)).map((item) => exchangeRatesItem.fromItem(item));
    return all.filter(({ isTold }) => !isTold).map(({ month }) => month);
  },

  /**
   * Tells of the rates of a month, and notes that. False where that was told meanwhile.
   * @throws WriteConflictError when somebody saved them since they were read.
   */
  async tell(month: string, occasion: Occasion): Promise<boolean> {
    const rates = await this.load(month);
    if (!rates || rates.isTold) return false;
    await table.write(ratesWrites({ ...rates, version: rates.version + 1 }, occasion));
    return true;
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

const ratesWrites = (rates: MonthRates, { at, cause }: Occasion): Write[] => {
  const { month, pricingCurrency, version } = rates;
  const key = exchangeRatesKey(month);
  const told = newEvent(
    ExchangeRatesPublished,
    { tenantId: 'program', aggregateId: month, occurredAt: at },
    {
      ...{ month, pricingCurrency },
      rates: Object.entries(rates.rates).map(([currency, rate]) => ({ currency, rate })),
    },
  );
  return [
    putIfVersion(exchangeRatesItem.toItem(key, { ...rates, isTold: true }), version - 1),
    ...outboxWrite({ aggregate: key, version, events: [told], cause }),
  ];
};

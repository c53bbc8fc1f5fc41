import type { ExchangeRatesPublished } from '../../../../events/billing.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { exchangeRatesStore } from '../store/exchange-rates-store.ts';

/** M3: keeps the exchange rates of a month, for what has no price in the currency of a bill. Locked prices stay as they are. */
export const keepExchangeRates = (
  { aggregateVersion: asOf, detail }: EventOf<typeof ExchangeRatesPublished>,
  { table }: { readonly table: Table },
): Promise<void> =>
  exchangeRatesStore(table).keep({
    month: detail.month,
    pricingCurrency: detail.pricingCurrency,
    rates: Object.fromEntries(detail.rates.map(({ currency, rate }) => [currency, rate])),
    asOf,
  });

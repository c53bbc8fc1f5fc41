/** What operations and stores of the slices above may use. */
export { type MissingRate, missingRateText } from './domain/exchange.ts';
export type { HeldPrice } from './domain/held-price.ts';
export type { Price } from './domain/price.ts';
export { pricedOffersBy } from './operations/priced-offers.ts';
export { currenciesOf, exchangeAt, marketPrices, type SeenList, seenLists } from './store/market-prices.ts';
export { type PricesInForce, pricesInForce } from './store/price-store.ts';

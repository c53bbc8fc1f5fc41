/** What operations and stores of the slices above may use. */
export type { Price } from './domain/price.ts';
export { type PricesInForce, pricesInForce } from './store/price-store.ts';

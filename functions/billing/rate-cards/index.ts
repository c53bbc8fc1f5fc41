/** What operations and stores of the slices above may use. */
export type { ExchangeRate, MeterDiscount, MeterRate, MeterTier, RateBook } from './domain/rate-book.ts';
export { bookByRegion } from './operations/book-by-region.ts';
export { type BookOf, rateBook, rateBookOf } from './operations/rate-book.ts';
export { exchangeStore } from './store/exchange-store.ts';

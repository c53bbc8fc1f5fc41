/** What operations and stores of the slices above may use. */
export { customerPrice, customerSeatAmounts, customerUsage } from './domain/customer-price.ts';
export type { BooksInForce, PriceBookVersion, PriceRule } from './domain/price-book.ts';
export { customerBooksQuery } from './store/keys.ts';
export { priceBookOf, priceBooksOf, type StoredPriceBook } from './store/price-book-store.ts';

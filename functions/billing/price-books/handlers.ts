import {
  deleteCustomerPriceBook,
  putCustomerPriceBook,
  putPriceBook,
  viewCustomerPriceBook,
  viewPriceBook,
} from './operations/price-books.ts';

/** What answers each route of the slice. */
export const priceBooksOperations = {
  viewPriceBook,
  putPriceBook,
  viewCustomerPriceBook,
  putCustomerPriceBook,
  deleteCustomerPriceBook,
} as const;

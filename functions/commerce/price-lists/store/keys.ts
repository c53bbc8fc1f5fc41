import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PRICE_LISTS = 'COMMERCE#PROGRAM#PRICELISTS';
export const priceCalendarKey = (): Key => ({ pk: PRICE_LISTS, sk: 'CALENDAR' });
export const calendarQuery: Query = { pk: PRICE_LISTS, sk: { beginsWith: 'CALENDAR' }, consistent: true };
export const priceListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `LIST#${month}` });
export const priceListsPartition = { pk: PRICE_LISTS, prefix: 'LIST#' };
export const listedPairsKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `PAIRS#${month}` });
/** How far the publication of a list has come. */
export const publicationKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `PUBLICATION#${month}` });
/** Names a published list towards the outbox. */
export const publishedListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `PUBLISHED#${month}` });
/** What a list was corrected by, and why. */
export const correctionKey = ({ month, correctionId }: { month: string; correctionId: string }): Key => ({
  pk: PRICE_LISTS,
  sk: `CORRECTION#${month}#${correctionId}`,
});
/** Offers of a bucket that some list prices. */
export const pricedOffersKey = (bucket: string): Key => ({ pk: 'COMMERCE#PROGRAM#PRICED', sk: `BUCKET#${bucket}` });
/** Prices of a bucket as a month's list has them, and those after it until one has others. */
export const priceChunkKey = (pair: string, bucket: string, month: string): Key => ({
  pk: `COMMERCE#PROGRAM#MARKET#${pair}`,
  sk: `BUCKET#${bucket}#${month}`,
});
/** Prices of a bucket that a correction has: behind those of its month, before those of the next. */
export const priceFixesKey = (
  pair: string,
  bucket: string,
  { month, correctionId }: { month: string; correctionId: string },
): Key => ({ pk: `COMMERCE#PROGRAM#MARKET#${pair}`, sk: `BUCKET#${bucket}#${month}#${correctionId}` });
/** Prices of a bucket in a draft, named by their content. */
export const draftChunkKey = (month: string, pair: string, name: string): Key => ({
  pk: `COMMERCE#PROGRAM#DRAFT#${month}`,
  sk: `PAIR#${pair}#${name}`,
});
const EXCHANGE_RATES = 'COMMERCE#PROGRAM#FXRATES';
/** Exchange rates of a month `yyyy-MM`. */
export const exchangeRatesKey = (month: string): Key => ({ pk: EXCHANGE_RATES, sk: `MONTH#${month}` });
/** Those of a month and of the months before it, newest first. */
export const exchangeRatesQuery = (month: string): Query => ({
  pk: EXCHANGE_RATES,
  sk: { between: ['MONTH#', `MONTH#${month}`] },
  descending: true,
  consistent: true,
});
/** Where prices lay before they lay in chunks: of a pair, named by their content, the oldest by the pair alone. */
export const pairPricesKey = (month: string, pair: string, content?: string): Key => ({
  pk: `COMMERCE#PROGRAM#PRICES#${month}`,
  sk: content === undefined ? pair : `${pair}#${content}`,
});

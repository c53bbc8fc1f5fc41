import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PRICE_LISTS = 'COMMERCE#PROGRAM#PRICELISTS';
export const priceCalendarKey = (): Key => ({ pk: PRICE_LISTS, sk: 'CALENDAR' });
export const priceListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `LIST#${month}` });
export const priceListsPartition = { pk: PRICE_LISTS, prefix: 'LIST#' };
/** Names a published list towards the outbox. */
export const publishedListKey = (month: string): Key => ({ pk: PRICE_LISTS, sk: `PUBLISHED#${month}` });
/** Prices of a pair, named by their content; those stored before they were so named stand under the pair alone. */
export const pairPricesKey = (month: string, pair: string, content?: string): Key => ({
  pk: `COMMERCE#PROGRAM#PRICES#${month}`,
  sk: content === undefined ? pair : `${pair}#${content}`,
});

import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { priceStore } from '../store/price-store.ts';
import { comparedPage, listedAt, listsAsked, pageWished } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { correctionsOf, toDetailWire } from './price-list-wire.ts';

/** CAT-3: what a list adds, changes and takes out; what stays the same is only counted. */
export const comparePriceList: PriceListsOperation<'comparePriceList'> = async (call, { table }) => {
  const store = priceStore(table);
  const [list, { published }] = await Promise.all([store.list(call.path.month), store.calendar()]);
  if (!list) return refuse('resource_not_found');
  const catalogue = await catalogueStore(table).read();
  const isWanted = (change: string) => change !== 'UNC';
  const wish = { filter: call.query, catalogue, isWanted, page: pageWished(call.query) };
  const lists = listsAsked(call, published);
  const [shown, page, corrections] = await Promise.all([
    listedAt(table, list, lists),
    comparedPage(table, list, lists, wish),
    correctionsOf(table, list.month, published),
  ]);
  return ok({ status: 200, body: toDetailWire(shown, page, call, corrections) });
};

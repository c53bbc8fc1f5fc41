import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { priceStore } from '../store/price-store.ts';
import { publicationStore } from '../store/publication-store.ts';
import { comparedPage, listedAt, listsAsked, pageWished } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { correctionsOf, toDetailWire, toPublicationWire } from './price-list-wire.ts';

/** A list of any state with a page of its prices; prices that it takes out are not among them. */
export const viewPriceListDraft: PriceListsOperation<'viewPriceListDraft'> = async (call, { table }) => {
  const store = priceStore(table);
  const [list, { published }] = await Promise.all([store.list(call.path.month), store.calendar()]);
  if (!list) return refuse('resource_not_found');
  const catalogue = await catalogueStore(table).read();
  const isWanted = (change: string) => change !== 'DEL';
  const wish = { filter: call.query, catalogue, isWanted, page: pageWished(call.query) };
  const lists = listsAsked(call, published);
  const [shown, page, corrections] = await Promise.all([
    listedAt(table, list, lists),
    comparedPage(table, list, lists, wish),
    correctionsOf(table, list.month, published),
  ]);
  const body = toDetailWire(shown, page, call, corrections);
  const publication = list.state === 'publishing' ? await publicationStore(table).load(list.month) : undefined;
  if (!publication) return ok({ status: 200, body });
  return ok({ status: 200, body: { ...body, ...toPublicationWire(publication) } });
};

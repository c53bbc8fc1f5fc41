import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { visibleLists } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf, listedAt } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { correctionsOf, toPriceListWire } from './price-list-wire.ts';

/** CAT-4: what partners may see now, oldest first. */
export const listPriceLists: PriceListsOperation<'listPriceLists'> = async ({ at }, { table }) => {
  const store = priceStore(table);
  const { published } = await store.calendar();
  const visible = visibleLists(published, at);
  const lists = await Promise.all(visible.map(({ month }) => store.list(month)));
  const found = lists.flatMap((list) => list ?? []).sort((a, b) => (a.month < b.month ? -1 : 1));
  const items = found.map(async (list) =>
    toPriceListWire(await listedAt(table, list, { published, at }), await changesOf(table, list, { published, at }), {
      path: '/pricelists',
      corrections: await correctionsOf(table, list.month, published),
    }),
  );
  return ok({ status: 200, body: collection(await Promise.all(items)) });
};

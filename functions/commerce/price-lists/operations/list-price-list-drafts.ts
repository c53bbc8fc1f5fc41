import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf, listedAt } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { correctionsOf, toPriceListWire } from './price-list-wire.ts';

/** Price lists of every month, drafts too. */
export const listPriceListDrafts: PriceListsOperation<'listPriceListDrafts'> = async ({ at }, { table }) => {
  const store = priceStore(table);
  const [lists, { published }] = await Promise.all([store.lists(), store.calendar()]);
  const items = lists.map(async (list) =>
    toPriceListWire(await listedAt(table, list, { published, at }), await changesOf(table, list, { published, at }), {
      corrections: await correctionsOf(table, list.month, published),
    }),
  );
  return ok({ status: 200, body: collection(await Promise.all(items)) });
};

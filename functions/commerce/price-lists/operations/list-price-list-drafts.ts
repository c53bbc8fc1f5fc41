import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { changesOf, toPriceListWire } from './price-list-wire.ts';

/** Price lists of every month, drafts too. */
export const listPriceListDrafts: PriceListsOperation<'listPriceListDrafts'> = async (_, { table }) => {
  const lists = await priceStore(table).lists();
  const items = lists.map(async (list) => toPriceListWire(list, await changesOf(table, list)));
  return ok({ status: 200, body: collection(await Promise.all(items)) });
};

import { collection } from '../../../shared/contracts/wire.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { priceStore } from '../store/price-store.ts';
import type { CommerceOperation } from './dependencies.ts';
import { toPriceListWire } from './price-list-wire.ts';

/** Price lists of every month, drafts too. */
export const listPriceListDrafts: CommerceOperation<'listPriceListDrafts'> = async (_, { table }) => {
  const lists = await priceStore(table).lists();
  return ok({ status: 200, body: collection(lists.map((list) => toPriceListWire(list))) });
};

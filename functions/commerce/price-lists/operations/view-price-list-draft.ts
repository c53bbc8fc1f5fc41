import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { comparedPrices, ofFamily, toDetailWire } from './price-list-wire.ts';

/** A list of any state with a page of its prices; prices that it takes out are not among them. */
export const viewPriceListDraft: PriceListsOperation<'viewPriceListDraft'> = async (call, { table }) => {
  const list = await priceStore(table).list(call.path.month);
  if (!list) return refuse('resource_not_found');
  const rows = await comparedPrices(table, list, call.query);
  const kept = ofFamily(rows, await catalogueStore(table).read(), call.query.family);
  const held = kept.filter(({ change }) => change !== 'DEL');
  return ok({ status: 200, body: { ...toDetailWire(list, kept, call, call.query), ...heldPage(list, held, call) } });
};

const heldPage = (
  list: Parameters<typeof toDetailWire>[0],
  held: Parameters<typeof toDetailWire>[1],
  call: Parameters<typeof toDetailWire>[2] & { query: Parameters<typeof toDetailWire>[3] },
) => {
  const { items, totalCount, links } = toDetailWire(list, held, call, call.query);
  return { items, totalCount, links };
};

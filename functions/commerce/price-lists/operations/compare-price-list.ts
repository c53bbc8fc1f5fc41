import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { comparedPrices, ofFamily, toDetailWire } from './price-list-wire.ts';

/** CAT-3: what a list adds, changes and takes out; what stays the same is only counted. */
export const comparePriceList: PriceListsOperation<'comparePriceList'> = async (call, { table }) => {
  const list = await priceStore(table).list(call.path.month);
  if (!list) return refuse('resource_not_found');
  const rows = await comparedPrices(table, list, call.query);
  const kept = ofFamily(rows, await catalogueStore(table).read(), call.query.family);
  const detail = toDetailWire(list, kept, call, call.query);
  const changed = toDetailWire(
    list,
    kept.filter(({ change }) => change !== 'UNC'),
    call,
    call.query,
  );
  return ok({ status: 200, body: { ...changed, changes: detail.changes } });
};

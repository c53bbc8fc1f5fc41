import type { Table } from '../../../../shared/dynamo/table.ts';
import { priceStore } from '../store/price-store.ts';

/** Ids of the offers that some published list prices, future lists included. */
export async function pricedOffers(table: Table): Promise<ReadonlySet<string>> {
  const prices = priceStore(table);
  const { published } = await prices.calendar();
  const priced = new Set<string>();
  for (const { month } of published) {
    const list = await prices.list(month);
    if (!list) continue;
    const pairs = await Promise.all(Object.keys(list.pairs).map((pair) => prices.prices(list, pair)));
    for (const pair of pairs) for (const offerId of Object.keys(pair)) priced.add(offerId);
  }
  return priced;
}

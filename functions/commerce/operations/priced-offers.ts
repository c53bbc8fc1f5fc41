import type { Table } from '../../../shared/dynamo/table.ts';
import type { Offer } from '../domain/offer.ts';
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

/** A draft that is to be published and may be: its price is there, or it is priced by a rate card. */
export const isReadyToPublish = (offer: Offer, priced: ReadonlySet<string>): boolean =>
  offer.state === 'draft' && (offer.billing === 'usage' || priced.has(offer.id));

import type { Table } from '../../../../shared/dynamo/table.ts';
import { pricedOffersStore } from '../store/priced-offers-store.ts';

/** Ids of the offers that some published list prices, future lists included. */
export const pricedOffers = (table: Table): Promise<ReadonlySet<string>> => pricedOffersStore(table).read();

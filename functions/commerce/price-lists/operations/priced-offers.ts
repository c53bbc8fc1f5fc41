import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { pricedOffersStore } from '../store/priced-offers-store.ts';

/** Ids of the offers that some published list prices, future lists included; `visibleAt`: that partners see at an instant. */
export const pricedOffers = (table: Table, visibleAt?: Instant): Promise<ReadonlySet<string>> =>
  pricedOffersStore(table).read(({ visibleFrom }) => visibleAt === undefined || visibleFrom <= visibleAt);

/** Ids of the offers that the list of a month, or one before it, was the first to price. */
export const pricedOffersBy = (table: Table, month: string): Promise<ReadonlySet<string>> =>
  pricedOffersStore(table).read((list) => list.month <= month);

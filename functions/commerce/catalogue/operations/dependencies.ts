import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { catalogueRoutes } from '../routes.ts';

/** What the operations of the catalogue work with. */
export interface CatalogueDeps {
  readonly table: Table;
  /** Ids of the offers that some published price list prices: future ones included, or those that partners see at an instant. */
  readonly pricedOffers: (visibleAt?: Instant) => Promise<ReadonlySet<string>>;
}

export type CatalogueRoutes = typeof catalogueRoutes;
/** An operation of this slice, by its name in the route table. */
export type CatalogueOperation<Name extends keyof CatalogueRoutes> = Operation<CatalogueRoutes[Name], CatalogueDeps>;

import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { priceListsRoutes } from '../routes.ts';

/** What the operations of price lists work with. */
export interface PriceListsDeps {
  readonly table: Table;
}

export type PriceListsRoutes = typeof priceListsRoutes;
/** An operation of this slice, by its name in the route table. */
export type PriceListsOperation<Name extends keyof PriceListsRoutes> = Operation<
  PriceListsRoutes[Name],
  PriceListsDeps
>;

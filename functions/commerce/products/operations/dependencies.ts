import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { productsRoutes } from '../routes.ts';

/** What the operations of the slice work with. */
export interface ProductsDeps {
  readonly table: Table;
  readonly records: AccessRecords;
}

type ProductsRoutes = typeof productsRoutes;
/** An operation of this slice, by its name in the route table. */
export type ProductsOperation<Name extends keyof ProductsRoutes> = Operation<ProductsRoutes[Name], ProductsDeps>;

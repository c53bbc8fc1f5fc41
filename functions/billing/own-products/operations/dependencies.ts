import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { ownProductsRoutes } from '../routes.ts';

/** What the operations of own products work with. */
export interface OwnProductsDeps {
  readonly table: Table;
}

export type OwnProductsOperation<Name extends keyof typeof ownProductsRoutes> = Operation<
  (typeof ownProductsRoutes)[Name],
  OwnProductsDeps
>;

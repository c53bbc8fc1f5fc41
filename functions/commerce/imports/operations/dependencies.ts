import type { Operation } from '../../../../shared/http/call.ts';
import type { Deed } from '../../../../shared/http/on-behalf.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { OrdersDeps, OrdersRoutes } from '../../orders/index.ts';
import type { importsRoutes } from '../routes.ts';

/** What the operations of imports work with. */
export type ImportsDeps = OrdersDeps & { readonly files: Files };

/** What carries rows out: they go the way of every purchase. */
export type WorkDeps = ImportsDeps & { readonly order: Deed<OrdersRoutes['placeOrder'], OrdersDeps> };

/** An operation of this slice, by its name in the route table. */
export type ImportsOperation<Name extends keyof typeof importsRoutes> = Operation<
  (typeof importsRoutes)[Name],
  ImportsDeps
>;

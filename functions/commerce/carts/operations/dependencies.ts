import type { Operation } from '../../../../shared/http/call.ts';
import type { OrdersDeps } from '../../orders/index.ts';
import type { cartsRoutes } from '../routes.ts';

/** What the operations of carts work with: checking out places orders. */
export type CartsDeps = OrdersDeps;

export type CartsRoutes = typeof cartsRoutes;
/** An operation of this slice, by its name in the route table. */
export type CartsOperation<Name extends keyof CartsRoutes> = Operation<CartsRoutes[Name], CartsDeps>;

import type { Operation } from '../../../../shared/http/call.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { ordersRoutes } from '../routes.ts';

/** What the operations of orders work with: they settle subscriptions before they sell to them. */
export type OrdersDeps = Pick<SubscriptionsDeps, 'table' | 'records'>;

export type OrdersRoutes = typeof ordersRoutes;
/** An operation of this slice, by its name in the route table. */
export type OrdersOperation<Name extends keyof OrdersRoutes> = Operation<OrdersRoutes[Name], OrdersDeps>;

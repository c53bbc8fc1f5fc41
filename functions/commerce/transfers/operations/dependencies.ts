import type { Operation } from '../../../../shared/http/call.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { transfersRoutes } from '../routes.ts';

/** What the operations of transfers work with. */
export type TransfersDeps = Pick<SubscriptionsDeps, 'table' | 'records'>;

export type TransfersRoutes = typeof transfersRoutes;
/** An operation of this slice, by its name in the route table. */
export type TransfersOperation<Name extends keyof TransfersRoutes> = Operation<TransfersRoutes[Name], TransfersDeps>;

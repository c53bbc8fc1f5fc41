import type { Operation } from '../../../../shared/http/call.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { successionRoutes } from '../routes.ts';

/** What the operations of successions work with. */
export type SuccessionDeps = Pick<SubscriptionsDeps, 'table' | 'records' | 'log'>;

export type SuccessionRoutes = typeof successionRoutes;
/** An operation of this slice, by its name in the route table. */
export type SuccessionOperation<Name extends keyof SuccessionRoutes> = Operation<
  SuccessionRoutes[Name],
  SuccessionDeps
>;

import type { Operation } from '../../../../shared/http/call.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { directRoutes } from '../routes.ts';

/** What the operations of the direct channel work with. */
export type DirectDeps = Pick<SubscriptionsDeps, 'table' | 'records'>;

export type DirectRoutes = typeof directRoutes;
/** An operation of this slice, by its name in the route table. */
export type DirectOperation<Name extends keyof DirectRoutes> = Operation<DirectRoutes[Name], DirectDeps>;

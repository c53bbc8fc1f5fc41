import type { Operation } from '../../../../shared/http/call.ts';
import type { SubscriptionsDeps } from '../../subscriptions/index.ts';
import type { azureRoutes } from '../routes.ts';

/** What the operations of metered use work with. */
export type AzureDeps = Pick<SubscriptionsDeps, 'table' | 'records'>;

export type AzureRoutes = typeof azureRoutes;
/** An operation of this slice, by its name in the route table. */
export type AzureOperation<Name extends keyof AzureRoutes> = Operation<AzureRoutes[Name], AzureDeps>;

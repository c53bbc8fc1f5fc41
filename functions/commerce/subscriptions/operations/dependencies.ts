import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import type { subscriptionsRoutes } from '../routes.ts';

/** Who holds licences of a plan; answered by whoever keeps the assignments. */
export interface LicencePool {
  /** Users of a customer's plan beyond the seats that all channels together have (SUB-3, SUB-8). */
  usersToUnassign(pool: { readonly customerId: string; readonly planId: string }): Promise<number>;
}

/** What the operations of subscriptions work with. */
export interface SubscriptionsDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly log: Log;
  readonly licences: LicencePool;
}

export type SubscriptionsRoutes = typeof subscriptionsRoutes;
/** An operation of this slice, by its name in the route table. */
export type SubscriptionsOperation<Name extends keyof SubscriptionsRoutes> = Operation<
  SubscriptionsRoutes[Name],
  SubscriptionsDeps
>;

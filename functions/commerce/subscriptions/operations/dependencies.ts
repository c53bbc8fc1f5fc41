import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { Log } from '../../../../shared/observability/observability.ts';
import type { CustomerScope } from '../../buying/index.ts';
import type { subscriptionsRoutes } from '../routes.ts';

/** What the operations of subscriptions work with. */
export interface SubscriptionsDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly log: Log;
  /** Ids of what an order bought, as orders say; undefined where the partner placed no such order for the customer. */
  readonly subscriptionsOfOrder: (order: CustomerScope & { orderId: string }) => Promise<readonly string[] | undefined>;
}

export type SubscriptionsRoutes = typeof subscriptionsRoutes;
/** An operation of this slice, by its name in the route table. */
export type SubscriptionsOperation<Name extends keyof SubscriptionsRoutes> = Operation<
  SubscriptionsRoutes[Name],
  SubscriptionsDeps
>;

import type { Table } from '../../../shared/dynamo/table.ts';
import type { Operation } from '../../../shared/http/call.ts';
import type { AccessRecords } from '../../../shared/identity/access.ts';
import type { Log } from '../../../shared/observability/observability.ts';
import type { commerceRoutes } from '../routes.ts';

/** Who holds licences of a plan; answered by whoever keeps the assignments. */
export interface LicencePool {
  /** Users of a customer's plan beyond the seats that all channels together have (SUB-3, SUB-8). */
  usersToUnassign(pool: { readonly customerId: string; readonly planId: string }): Promise<number>;
}

export interface CommerceDeps {
  readonly table: Table;
  readonly records: AccessRecords;
  readonly log: Log;
  readonly licences: LicencePool;
  /** Ids of the offers that some published price list prices, future ones included. */
  readonly pricedOffers: () => Promise<ReadonlySet<string>>;
}

export type CommerceRoutes = typeof commerceRoutes.routes;
/** An operation of this context, by its name in the route table. */
export type CommerceOperation<Name extends keyof CommerceRoutes> = Operation<CommerceRoutes[Name], CommerceDeps>;

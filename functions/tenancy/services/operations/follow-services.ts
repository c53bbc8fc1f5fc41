import type * as events from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { serviceStore } from '../store/service-store.ts';
import type { Deps } from './dependencies.ts';

type SubscriptionEvent = EventOf<
  | typeof events.SubscriptionCreated
  | typeof events.SubscriptionUpdated
  | typeof events.SubscriptionSuspended
  | typeof events.SubscriptionReactivated
  | typeof events.SubscriptionRenewed
  | typeof events.SubscriptionDeprovisioned
  | typeof events.SubscriptionRehomed
>;

/** A service is there to administer until its subscription is deprovisioned: suspended, administrators keep it (SUB-4). */
export const followServices = (event: SubscriptionEvent, { table }: Pick<Deps, 'table'>): Promise<void> => {
  const { customerId, family, subscriptionId, status } = event.detail.after;
  const ids = { customerId, family, partnerId: event.tenantId, subscriptionId };
  return serviceStore(table).follow(ids, { isHeld: status !== 'deleted', version: event.aggregateVersion });
};

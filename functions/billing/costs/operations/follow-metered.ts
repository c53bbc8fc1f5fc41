import type {
  SubscriptionCreated,
  SubscriptionDeprovisioned,
  SubscriptionReactivated,
  SubscriptionRehomed,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import type { Delivery } from '../../../../shared/messaging/consumer.ts';
import { withSave } from '../domain/metered.ts';
import { meteredStore } from '../store/metered-store.ts';
import type { SpendingDeps } from './dependencies.ts';
import { sumCustomer } from './running-cost.ts';

type Saved = EventOf<
  | typeof SubscriptionCreated
  | typeof SubscriptionUpdated
  | typeof SubscriptionSuspended
  | typeof SubscriptionReactivated
  | typeof SubscriptionRenewed
  | typeof SubscriptionDeprovisioned
  | typeof SubscriptionRehomed
>;

/** Keeps the usage-based subscriptions of a customer with name and state, so that one that was not used is shown too. */
export async function followMetered(event: Saved, deps: SpendingDeps, { receivedAt }: Delivery): Promise<void> {
  const { after } = event.detail;
  if (after.billingType !== 'usage') return;
  const { customerId, subscriptionId, offerId, friendlyName, status, partnerIdOnRecord } = after;
  const ids = { partnerId: event.tenantId, customerId, subscriptionId };
  await meteredStore(deps.table).change(ids, (before) =>
    withSave(before, {
      ...ids,
      offerId,
      friendlyName,
      // Another partner has it from now on.
      status: event.type === 'SubscriptionRehomed' ? 'deleted' : status,
      ...(partnerIdOnRecord !== undefined && { partnerOnRecord: partnerIdOnRecord }),
      asOf: event.aggregateVersion,
    }),
  );
  await sumCustomer(ids, receivedAt, deps);
}

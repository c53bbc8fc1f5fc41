import type { SubscriptionCreated, SubscriptionRenewed } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { placeStore } from '../store/place-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';

/** Keeps whose a subscription is, from its beginning on; what was bought before that was kept, from its next renewal on. */
export const notePlace = (
  { tenantId, detail }: EventOf<typeof SubscriptionCreated> | EventOf<typeof SubscriptionRenewed>,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<void> => {
  const { subscriptionId, customerId, createdAt } = detail.after;
  return placeStore(table).note(subscriptionId, { partnerId: tenantId, customerId, since: instant(createdAt) });
};

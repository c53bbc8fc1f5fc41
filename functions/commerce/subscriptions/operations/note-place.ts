import type {
  DirectSubscriptionChanged,
  SubscriptionCreated,
  SubscriptionRenewed,
} from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { placeStore } from '../store/place-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { sellerOf } from './follow-base.ts';

/** Keeps whose a subscription is, from its beginning on; what was bought before that was kept, from its next renewal on. */
export const notePlace = (
  event: EventOf<typeof SubscriptionCreated | typeof SubscriptionRenewed | typeof DirectSubscriptionChanged>,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<void> => {
  const { subscriptionId, customerId, createdAt } = event.detail.after;
  return placeStore(table).note(subscriptionId, { partnerId: sellerOf(event), customerId, since: instant(createdAt) });
};

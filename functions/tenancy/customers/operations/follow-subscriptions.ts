import type * as events from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
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

/** Keeps the newest state of each subscription: a relationship ends only when none is active any more. */
export const followSubscriptions = (event: SubscriptionEvent, { table }: Pick<Deps, 'table'>): Promise<void> =>
  subscriptionStore(table).follow(event, { ...event.detail.after, activations: event.detail.activations });

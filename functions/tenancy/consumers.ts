import * as events from '../../events/commerce.ts';
import { consumerTable } from '../../shared/contracts/consumers.ts';

/** What tenancy listens to. */
export const tenancyConsumers = consumerTable('tenancy', {
  followSubscriptions: {
    on: [
      events.SubscriptionCreated,
      events.SubscriptionUpdated,
      events.SubscriptionSuspended,
      events.SubscriptionReactivated,
      events.SubscriptionRenewed,
      events.SubscriptionDeprovisioned,
    ],
    summary: 'Knows whether a partner still has active subscriptions of a customer, before it ends the relationship.',
  },
});

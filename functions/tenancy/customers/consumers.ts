import * as events from '../../../events/commerce.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const customersConsumers = {
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
} as const satisfies ConsumerTable;

import * as events from '../../../events/commerce.ts';
import { CustomerChanged } from '../../../events/tenancy.ts';
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
      events.SubscriptionRehomed,
    ],
    summary: 'Knows whether a partner still has active subscriptions of a customer, before it ends the relationship.',
  },
  followNames: {
    on: [CustomerChanged],
    summary: 'Carries a customer’s new name into the lists of all its partners (CUS-2).',
  },
} as const satisfies ConsumerTable;

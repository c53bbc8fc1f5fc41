import * as events from '../../../events/commerce.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const servicesConsumers = {
  followServices: {
    on: [
      events.SubscriptionCreated,
      events.SubscriptionUpdated,
      events.SubscriptionSuspended,
      events.SubscriptionReactivated,
      events.SubscriptionRenewed,
      events.SubscriptionDeprovisioned,
      events.SubscriptionRehomed,
    ],
    summary: 'Knows which services a customer has, so that its partners find where to administer them (DAP-2).',
  },
} as const satisfies ConsumerTable;

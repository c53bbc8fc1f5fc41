import {
  SubscriptionCreated,
  SubscriptionDeprovisioned,
  SubscriptionReactivated,
  SubscriptionRehomed,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const costsConsumers = {
  followMetered: {
    on: [
      SubscriptionCreated,
      SubscriptionUpdated,
      SubscriptionSuspended,
      SubscriptionReactivated,
      SubscriptionRenewed,
      SubscriptionDeprovisioned,
      SubscriptionRehomed,
    ],
    summary: 'Keeps which usage-based subscriptions a customer has, for what they cost while they run (USG-4).',
  },
} as const satisfies ConsumerTable;

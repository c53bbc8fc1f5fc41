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

export const usageConsumers = {
  recordUsageOwner: {
    on: [SubscriptionCreated, SubscriptionRehomed],
    summary: 'Keeps which partner owns a subscription from which day on: its usage is charged there.',
  },
  followUsageOwner: {
    on: [
      SubscriptionUpdated,
      SubscriptionSuspended,
      SubscriptionReactivated,
      SubscriptionRenewed,
      SubscriptionDeprovisioned,
    ],
    summary: 'Keeps the names of metered subscriptions, and since when they do not run.',
  },
} as const satisfies ConsumerTable;

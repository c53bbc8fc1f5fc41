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

export const historyConsumers = {
  recordCreatedSubscription: {
    on: [SubscriptionCreated],
    summary: 'Begins the history that the invoices of a subscription are computed from.',
  },
  recordChangedSubscription: {
    on: [
      SubscriptionUpdated,
      SubscriptionSuspended,
      SubscriptionReactivated,
      SubscriptionRenewed,
      SubscriptionDeprovisioned,
      SubscriptionRehomed,
    ],
    summary: 'Puts each save of a subscription in its place in that history.',
  },
} as const satisfies ConsumerTable;

import {
  SubscriptionReactivated,
  SubscriptionRenewed,
  SubscriptionSuspended,
  SubscriptionUpdated,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const subscriptionsConsumers = {
  followBase: {
    on: [SubscriptionSuspended, SubscriptionReactivated, SubscriptionRenewed, SubscriptionUpdated],
    summary: 'Lets add-ons follow their base where the request could not reach them all.',
  },
} as const satisfies ConsumerTable;

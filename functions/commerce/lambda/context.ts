import { noteNetworkId, notePartnership } from '../buying/operations/note-partners.ts';
import { expireCarts } from '../carts/operations/expire-carts.ts';
import { commerceConsumers } from '../consumers.ts';
import { commerceJobs } from '../jobs.ts';
import { fulfilOrder } from '../orders/operations/fulfil-order.ts';
import { publishPricedOffers } from '../price-lists/operations/publish-waiting-offers.ts';
import { commerceRoutes } from '../routes.ts';
import { deprovisionSubscriptions } from '../subscriptions/operations/deprovision-subscriptions.ts';
import { followBase } from '../subscriptions/operations/follow-base.ts';
import { renewSubscriptions } from '../subscriptions/operations/renew-subscriptions.ts';
import { commerceOperations } from './operations.ts';

/** The whole context without its environment: functions, tests and the simulation compose it with their own parts. */
export const commerceContext = {
  routes: commerceRoutes,
  operations: commerceOperations,
  consumers: commerceConsumers,
  consumerFunctions: { fulfilOrder, followBase, publishPricedOffers, noteNetworkId, notePartnership },
  jobs: commerceJobs,
  jobFunctions: { renewSubscriptions, deprovisionSubscriptions, expireCarts },
} as const;

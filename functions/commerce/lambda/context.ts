import { commerceConsumers } from '../consumers.ts';
import { commerceJobs } from '../jobs.ts';
import { deprovisionSubscriptions } from '../operations/deprovision-subscriptions.ts';
import { expireCarts } from '../operations/expire-carts.ts';
import { followBase } from '../operations/follow-base.ts';
import { fulfilOrder } from '../operations/fulfil-order.ts';
import { noteNetworkId, notePartnership } from '../operations/note-partners.ts';
import { publishPricedOffers } from '../operations/publish-waiting-offers.ts';
import { renewSubscriptions } from '../operations/renew-subscriptions.ts';
import { commerceRoutes } from '../routes.ts';
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

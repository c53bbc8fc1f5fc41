import type { BuyingDeps } from '../buying/operations/dependencies.ts';
import type { CartsDeps } from '../carts/operations/dependencies.ts';
import type { CatalogueDeps } from '../catalogue/operations/dependencies.ts';
import { commerceConsumers } from '../consumers.ts';
import type { CustomerDataDeps } from '../customer-data/operations/dependencies.ts';
import type { DirectDeps } from '../direct/operations/dependencies.ts';
import type { ImportsDeps } from '../imports/operations/dependencies.ts';
import type { InsightsDeps } from '../insights/operations/dependencies.ts';
import { commerceJobs } from '../jobs.ts';
import type { LicencesDeps } from '../licences/operations/dependencies.ts';
import type { OrdersDeps } from '../orders/operations/dependencies.ts';
import type { PriceListsDeps } from '../price-lists/operations/dependencies.ts';
import type { PriceSheetsDeps } from '../price-sheets/operations/dependencies.ts';
import type { ProductsDeps } from '../products/operations/dependencies.ts';
import type { QuotesDeps } from '../quotes/operations/dependencies.ts';
import { commerceRoutes } from '../routes.ts';
import type { SubscriptionsDeps } from '../subscriptions/operations/dependencies.ts';
import { commerceConsumerFunctions } from './consumer-functions.ts';
import { commerceJobFunctions } from './job-functions.ts';
import { commerceOperations } from './operations.ts';

/** The whole context without its environment: tests and the simulation compose it with their own parts. */
export const commerceContext = {
  routes: commerceRoutes,
  operations: commerceOperations,
  consumers: commerceConsumers,
  consumerFunctions: commerceConsumerFunctions,
  jobs: commerceJobs,
  jobFunctions: commerceJobFunctions,
} as const;

/** What the API works with. */
export type CommerceApiDeps = CatalogueDeps &
  PriceListsDeps &
  PriceSheetsDeps &
  BuyingDeps &
  ProductsDeps &
  LicencesDeps &
  SubscriptionsDeps &
  OrdersDeps &
  CartsDeps &
  QuotesDeps &
  InsightsDeps &
  ImportsDeps &
  DirectDeps;
/** All that the context works with. */
export type CommerceDeps = CommerceApiDeps & CustomerDataDeps;

import { cartsJobFunctions } from '../carts/handlers.ts';
import { insightsJobFunctions } from '../insights/handlers.ts';
import { priceListsJobFunctions } from '../price-lists/handlers.ts';
import { subscriptionsJobFunctions } from '../subscriptions/handlers.ts';

/** What each job of the context does. */
export const commerceJobFunctions = {
  ...priceListsJobFunctions,
  ...subscriptionsJobFunctions,
  ...cartsJobFunctions,
  ...insightsJobFunctions,
} as const;

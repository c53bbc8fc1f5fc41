import { cartsJobFunctions } from '../carts/handlers.ts';
import { subscriptionsJobFunctions } from '../subscriptions/handlers.ts';

/** What each job of the context does. */
export const commerceJobFunctions = {
  ...subscriptionsJobFunctions,
  ...cartsJobFunctions,
} as const;

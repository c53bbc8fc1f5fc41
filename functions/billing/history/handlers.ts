import { closeBillingCase, listBillingCases } from './operations/billing-cases.ts';
import { recordChangedSubscription, recordCreatedSubscription } from './operations/record-subscription.ts';

/** What answers each route of the slice. */
export const historyOperations = {
  listBillingCases,
  closeBillingCase,
} as const;

/** What takes each event that the slice listens to. */
export const historyConsumerFunctions = {
  recordCreatedSubscription,
  recordChangedSubscription,
} as const;

import { accountsConsumerFunctions } from '../accounts/handlers.ts';
import { historyConsumerFunctions } from '../history/handlers.ts';

/** What takes each event that the context listens to. */
export const billingConsumerFunctions = {
  ...accountsConsumerFunctions,
  ...historyConsumerFunctions,
} as const;

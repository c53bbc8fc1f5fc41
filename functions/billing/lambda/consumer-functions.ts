import { accountsConsumerFunctions } from '../accounts/handlers.ts';
import { costsConsumerFunctions } from '../costs/handlers.ts';
import { historyConsumerFunctions } from '../history/handlers.ts';
import { rateCardsConsumerFunctions } from '../rate-cards/handlers.ts';
import { usageConsumerFunctions } from '../usage/handlers.ts';

/** What takes each event that the context listens to. */
export const billingConsumerFunctions = {
  ...accountsConsumerFunctions,
  ...historyConsumerFunctions,
  ...rateCardsConsumerFunctions,
  ...usageConsumerFunctions,
  ...costsConsumerFunctions,
} as const;

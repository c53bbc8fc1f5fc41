import { accountsConsumerFunctions } from '../accounts/handlers.ts';
import { costsConsumerFunctions } from '../costs/handlers.ts';
import { followsCredit } from '../credit-limits/index.ts';
import { customerDataConsumerFunctions } from '../customer-data/handlers.ts';
import { historyConsumerFunctions } from '../history/handlers.ts';
import { incentivesConsumerFunctions } from '../incentives/handlers.ts';
import { rateCardsConsumerFunctions } from '../rate-cards/handlers.ts';
import { usageConsumerFunctions } from '../usage/handlers.ts';

/** What takes each event that the context listens to. */
export const billingConsumerFunctions = {
  ...accountsConsumerFunctions,
  ...rateCardsConsumerFunctions,
  ...historyConsumerFunctions,
  // What a save of a subscription changes is charged: what its partner may order still follows (M7).
  recordCreatedSubscription: followsCredit(historyConsumerFunctions.recordCreatedSubscription),
  recordChangedSubscription: followsCredit(historyConsumerFunctions.recordChangedSubscription),
  ...usageConsumerFunctions,
  ...costsConsumerFunctions,
  ...incentivesConsumerFunctions,
  ...customerDataConsumerFunctions,
} as const;

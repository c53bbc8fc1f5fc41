import { consumerTable } from '../../shared/contracts/consumers.ts';
import { accountsConsumers } from './accounts/consumers.ts';
import { costsConsumers } from './costs/consumers.ts';
import { customerDataConsumers } from './customer-data/consumers.ts';
import { historyConsumers } from './history/consumers.ts';
import { incentivesConsumers } from './incentives/consumers.ts';
import { rateCardsConsumers } from './rate-cards/consumers.ts';
import { usageConsumers } from './usage/consumers.ts';

export const billingConsumers = consumerTable('billing', {
  ...accountsConsumers,
  ...historyConsumers,
  ...rateCardsConsumers,
  ...usageConsumers,
  ...costsConsumers,
  ...incentivesConsumers,
  ...customerDataConsumers,
});

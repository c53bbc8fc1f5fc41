import { consumerTable } from '../../shared/contracts/consumers.ts';
import { accountsConsumers } from './accounts/consumers.ts';
import { historyConsumers } from './history/consumers.ts';

export const billingConsumers = consumerTable('billing', {
  ...accountsConsumers,
  ...historyConsumers,
});

import { consumerTable } from '../../shared/contracts/consumers.ts';
import { auditConsumers } from './audit/consumers.ts';
import { customersConsumers } from './customers/consumers.ts';

/** What tenancy listens to. */
export const tenancyConsumers = consumerTable('tenancy', {
  ...customersConsumers,
  ...auditConsumers,
});

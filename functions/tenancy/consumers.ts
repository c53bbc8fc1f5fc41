import { consumerTable } from '../../shared/contracts/consumers.ts';
import { auditConsumers } from './audit/consumers.ts';
import { consentsConsumers } from './consents/consumers.ts';
import { customerDataConsumers } from './customer-data/consumers.ts';
import { customerImportsConsumers } from './customer-imports/consumers.ts';
import { customersConsumers } from './customers/consumers.ts';
import { erasureConsumers } from './erasure/consumers.ts';
import { servicesConsumers } from './services/consumers.ts';

/** What tenancy listens to. */
export const tenancyConsumers = consumerTable('tenancy', {
  ...customersConsumers,
  ...servicesConsumers,
  ...consentsConsumers,
  ...customerImportsConsumers,
  ...erasureConsumers,
  ...auditConsumers,
  ...customerDataConsumers,
});

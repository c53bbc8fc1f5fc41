import { auditConsumerFunctions } from '../audit/handlers.ts';
import { consentsConsumerFunctions } from '../consents/handlers.ts';
import { customerDataConsumerFunctions } from '../customer-data/handlers.ts';
import { customerImportsConsumerFunctions } from '../customer-imports/handlers.ts';
import { customersConsumerFunctions } from '../customers/handlers.ts';
import { erasureConsumerFunctions } from '../erasure/handlers.ts';
import { servicesConsumerFunctions } from '../services/handlers.ts';

/** What takes each event that the context listens to. */
export const tenancyConsumerFunctions = {
  ...customersConsumerFunctions,
  ...servicesConsumerFunctions,
  ...consentsConsumerFunctions,
  ...customerImportsConsumerFunctions,
  ...erasureConsumerFunctions,
  ...auditConsumerFunctions,
  ...customerDataConsumerFunctions,
} as const;

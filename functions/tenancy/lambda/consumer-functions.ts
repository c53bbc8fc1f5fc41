import { auditConsumerFunctions } from '../audit/handlers.ts';
import { customersConsumerFunctions } from '../customers/handlers.ts';

/** What takes each event that the context listens to. */
export const tenancyConsumerFunctions = {
  ...customersConsumerFunctions,
  ...auditConsumerFunctions,
} as const;

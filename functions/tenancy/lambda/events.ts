import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyConsumers } from '../consumers.ts';
import { tenancyConsumerFunctions } from './consumer-functions.ts';
import { table } from './environment.ts';

/** Entry of tenancy's events function. */
export const handler = eventsHandler(
  tenancyConsumers,
  tenancyConsumerFunctions,
  { table },
  observability('tenancy-events'),
);

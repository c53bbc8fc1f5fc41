import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { commerceConsumers } from '../consumers.ts';
import { commerceConsumerFunctions } from './consumer-functions.ts';
import { observed, table } from './environment.ts';

/** Entry of commerce's events function. */
export const handler = eventsHandler(commerceConsumers, commerceConsumerFunctions, { table }, observed);

import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { billingContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { consumers, consumerFunctions } = billingContext;
export const handler = eventsHandler(consumers, consumerFunctions, dependencies, observed);

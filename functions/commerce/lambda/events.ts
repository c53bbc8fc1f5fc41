import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { commerceContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { consumers, consumerFunctions } = commerceContext;
export const handler = eventsHandler(consumers, consumerFunctions, dependencies, observed);

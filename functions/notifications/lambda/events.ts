import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { notificationsContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { consumers, consumerFunctions } = notificationsContext;
export const handler = eventsHandler(consumers, consumerFunctions, dependencies, observed);

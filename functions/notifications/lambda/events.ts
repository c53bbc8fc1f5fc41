import { eventsHandler } from '../../../shared/messaging/consumer.ts';
import { notificationsConsumers } from '../consumers.ts';
import { notificationsConsumerFunctions } from './consumer-functions.ts';
import { dependencies, observed } from './dependencies.ts';

/** Entry of notifications' events function. */
export const handler = eventsHandler(notificationsConsumers, notificationsConsumerFunctions, dependencies, observed);

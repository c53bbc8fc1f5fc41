import { contactsConsumerFunctions } from '../contacts/handlers.ts';
import { mailsConsumerFunctions } from '../mails/handlers.ts';
import { noticesConsumerFunctions } from '../notices/handlers.ts';

/** What takes each event that the context listens to. */
export const notificationsConsumerFunctions = {
  ...contactsConsumerFunctions,
  ...mailsConsumerFunctions,
  ...noticesConsumerFunctions,
} as const;

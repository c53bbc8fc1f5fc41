import { consumerTable } from '../../shared/contracts/consumers.ts';
import { contactsConsumers } from './contacts/consumers.ts';
import { mailsConsumers } from './mails/consumers.ts';
import { noticesConsumers } from './notices/consumers.ts';

export const notificationsConsumers = consumerTable('notifications', {
  ...contactsConsumers,
  ...mailsConsumers,
  ...noticesConsumers,
});

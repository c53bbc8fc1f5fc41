/** What operations and stores of the slices above may use. */
export { type Mail, nextStep } from './domain/delivery.ts';
export { type MailId, sendMail, sendStored, storeMail } from './operations/deliver-mails.ts';
export type { MailsDeps } from './operations/dependencies.ts';
export { pendingMails } from './store/keys.ts';
export { mailItem } from './store/mail-item.ts';
export { mailStore } from './store/mail-store.ts';

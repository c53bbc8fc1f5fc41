/** What operations and stores of the slices above may use. */
export {
  ADMIN_AGENTS,
  ADMINS,
  ADMINS_AND_AGENTS,
  addressKey,
  hasLostDelegatedAdmin,
  noticeRecipients,
} from './domain/recipients.ts';
export { contactStore } from './store/contact-store.ts';

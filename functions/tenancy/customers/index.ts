/** What operations and stores of the slices above may use. */
export { isSyndication } from './domain/customer.ts';
export { claimed, isClaimed, withOwnPassword } from './domain/temporary-password.ts';
export { liveTemporary } from './operations/temporary-password.ts';
export { customerStore } from './store/customer-store.ts';

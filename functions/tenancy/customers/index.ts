/** What operations and stores of the slices above may use. */
export { buysOnlyFromPartners, type Customer, isSyndication } from './domain/customer.ts';
export { type QualificationWord, qualificationWord } from './domain/qualification.ts';
export { claimed, isClaimed, withOwnPassword } from './domain/temporary-password.ts';
export type { CreateDeps, CreateRoute } from './operations/create-customer.ts';
export { liveTemporary } from './operations/temporary-password.ts';
export { customerOf, customerPlace, customerStore } from './store/customer-store.ts';
export { customerPartition, soldTo } from './store/keys.ts';
export { subscriptionStore } from './store/subscription-store.ts';

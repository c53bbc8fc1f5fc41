/** What operations and stores of the slices above may use. */
export type { Partner } from './domain/partner.ts';
export { cut, END, lower } from './store/keys.ts';
export { partnerStore } from './store/partner-store.ts';

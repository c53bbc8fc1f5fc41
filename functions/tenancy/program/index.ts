/** What operations and stores of the slices above may use. */
export { isRunningOff, isRunOffOver, mayDoNewBusiness, type Partner, runOffEndOf } from './domain/partner.ts';
export { cut, duePartners, END, lower } from './store/keys.ts';
export { partnerStore } from './store/partner-store.ts';

/** What operations and stores of the slices above may use. */
export type { ApplicationConsent } from './domain/consent.ts';
export { consentOf, consentPlace } from './store/consent-store.ts';
export { consentPartition } from './store/keys.ts';

/** What operations and stores of the slices above may use. */
export { consentPartition } from './store/keys.ts';

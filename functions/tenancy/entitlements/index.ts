/** What operations and stores of the slices above may use. */
export { policyPartition } from './store/keys.ts';

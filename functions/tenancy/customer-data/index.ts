/** What operations and stores of the slices above may use. */
export { exportStore } from './store/export-store.ts';

/** What operations and stores of the slices above may use. */
export type { EstimatesDeps } from './operations/dependencies.ts';
export { openSums } from './operations/estimate.ts';
export { estimateAsOf } from './operations/estimate-as-of.ts';

/** What operations and stores of the slices above may use. */
export { isForSupport, licencesEnding } from './domain/cancellation.ts';
export { type CancellationCall, cancelDirect, type OpenedRequest } from './operations/cancel-direct.ts';
export type { DirectDeps } from './operations/dependencies.ts';
export { loadDirect } from './operations/load-mine.ts';

/** What operations and stores of the slices above may use. */
export { NO_SEATS, type Pool, type PoolChange, poolPlan, type Seats } from './domain/pool.ts';
export type { LicencesDeps } from './operations/dependencies.ts';
export { licencesPartition, poolPartition, poolsOf, userLicencesOf } from './store/keys.ts';
export { licencesOf } from './store/licence-store.ts';
export { poolOf } from './store/pool-item.ts';
export { type PoolScope, poolStore, poolWrites } from './store/pool-store.ts';

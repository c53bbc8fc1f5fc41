/** What operations and stores of the slices above may use. */
export { NO_SEATS, type Pool, type PoolChange, poolPlan, type Seats } from './domain/pool.ts';
export { poolPartition } from './store/keys.ts';
export { type PoolScope, poolStore, poolWrites } from './store/pool-store.ts';

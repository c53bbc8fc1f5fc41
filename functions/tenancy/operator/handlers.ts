import { listJobs } from './operations/list-jobs.ts';

/** What answers each route of the slice. */
export const operatorOperations = { listJobs } as const;

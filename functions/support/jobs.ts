import { jobTable } from '../../shared/contracts/jobs.ts';

/** No scheduled work yet. */
export const supportJobs = jobTable('support', {});

import { jobTable } from '../../shared/contracts/jobs.ts';

/** Nothing here happens by the calendar yet: ends of agreements are facts of the account, read at each call. */
export const tenancyJobs = jobTable('tenancy', {});

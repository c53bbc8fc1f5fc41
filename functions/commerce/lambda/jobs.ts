import { accessRecords } from '../../../shared/identity/access.ts';
import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { commerceJobs } from '../jobs.ts';
import { observed, table } from './environment.ts';
import { commerceJobFunctions } from './job-functions.ts';

const dependencies = { table, records: accessRecords(table), log: observed.log };

/** Entry of commerce's jobs function. */
export const handler = jobsHandler(commerceJobs, commerceJobFunctions, dependencies, observed);

import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { notificationsJobs } from '../jobs.ts';
import { dependencies, observed } from './dependencies.ts';
import { notificationsJobFunctions } from './job-functions.ts';

/** Entry of notifications' jobs function. */
export const handler = jobsHandler(notificationsJobs, notificationsJobFunctions, dependencies, observed);

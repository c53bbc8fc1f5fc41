import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { notificationsContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { jobs, jobFunctions } = notificationsContext;
export const handler = jobsHandler(jobs, jobFunctions, dependencies, observed);

import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { billingContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { jobs, jobFunctions } = billingContext;
export const handler = jobsHandler(jobs, jobFunctions, dependencies, observed);

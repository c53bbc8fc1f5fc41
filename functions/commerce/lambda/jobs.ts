import { jobsHandler } from '../../../shared/messaging/jobs.ts';
import { commerceContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { jobs, jobFunctions } = commerceContext;
export const handler = jobsHandler(jobs, jobFunctions, dependencies, observed);

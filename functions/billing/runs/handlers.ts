import { resumeBillingRuns } from './operations/resume-billing-runs.ts';
import { startBillingRun } from './operations/start-billing-run.ts';
import { viewBillingRun } from './operations/view-billing-run.ts';

/** What answers each route of the slice. */
export const runsOperations = {
  startBillingRun,
  viewBillingRun,
} as const;

/** What each job of the slice does. */
export const runsJobFunctions = {
  resumeBillingRuns,
} as const;

import { followUsageOwner, recordUsageOwner } from './operations/follow-owners.ts';

import { listAzureUtilizations } from './operations/list-utilizations.ts';
import { resumeFolds } from './operations/resume-folds.ts';
import { sendUsageRecords } from './operations/send-usage-records.ts';
import { viewUsageBatch } from './operations/view-usage-batch.ts';

/** What answers each route of the slice. */
export const usageOperations = {
  sendUsageRecords,
  viewUsageBatch,
  listAzureUtilizations,
} as const;

/** What takes each event that the slice listens to. */
export const usageConsumerFunctions = {
  recordUsageOwner,
  followUsageOwner,
} as const;

/** What each job of the slice does. */
export const usageJobFunctions = {
  resumeFolds,
} as const;

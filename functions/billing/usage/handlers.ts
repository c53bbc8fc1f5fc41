import { followUsageOwner, recordUsageOwner } from './operations/follow-owners.ts';

/** What takes each event that the slice listens to. */
export const usageConsumerFunctions = {
  recordUsageOwner,
  followUsageOwner,
} as const;

import { busy, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why there are no insights yet. */
export const insightsRefusals = {
  insights_not_ready: busy(
    980014,
    'Your subscriptions are so many that their figures are gathered by night, and the first time is still to come: ask again tomorrow.',
  ),
} as const satisfies RefusalTable;

export type InsightsRefusal = keyof typeof insightsRefusals;

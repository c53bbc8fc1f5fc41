import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** What is refused of usage records, each by itself. */
export const usageRefusals = {
  usage_record_conflict: define(
    409,
    950001,
    'The id of the record has been used with another content: give it another.',
  ),
  usage_too_old: define(400, 950003, 'The usage is more than 90 days old and is not billed any more.'),
  usage_meter_unknown: define(404, 950004, 'No rate card in effect on that day has the meter.'),
  usage_subscription_unknown: define(404, 20003, 'No partner had such a metered subscription on that day.'),
} as const satisfies RefusalTable;

export type UsageRefusal = keyof typeof usageRefusals;

import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';

/** Scheduled work is its own cause. */
export const scheduleCause = (job: string, { scheduledAt }: JobRun): Cause => ({
  actor: { tenantId: 'program', kind: 'schedule' },
  correlationId: `tenancy.${job}`,
  causationId: `tenancy.${job}@${scheduledAt}`,
});

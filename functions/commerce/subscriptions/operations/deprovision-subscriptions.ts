import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { settleDue } from './renew-subscriptions.ts';

/**
 * SUB-4: records the end of subscriptions that were suspended for 60 days. Whoever reads or changes one judges its
 * status to the millisecond anyway; the event takes effect at suspension plus 60 days, however late this runs.
 */
export async function deprovisionSubscriptions(run: JobRun, deps: Omit<SubscriptionsDeps, 'licences'>) {
  const until = addMs(instant(run.scheduledAt), 1);
  const { deprovisioned } = await settleDue('DEPROVISION', until, {
    run,
    job: 'deprovisionSubscriptions',
    deps,
  });
  return { deprovisioned };
}

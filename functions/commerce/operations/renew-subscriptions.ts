import type { JobRun } from '../../../shared/contracts/jobs.ts';
import type { Cause } from '../../../shared/dynamo/outbox.ts';
import { addDays, instant, utcDay } from '../../../shared/kernel/time.ts';
import type { DueKind } from '../store/keys.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { CommerceDeps } from './dependencies.ts';
import { NOTHING_SETTLED, type Settled, settleSubscription } from './settle-subscription.ts';

/** Scheduled work is its own cause. */
export const scheduleCause = (job: string, { scheduledAt }: JobRun): Cause => ({
  actor: { tenantId: 'program', kind: 'schedule' },
  correlationId: `commerce.${job}`,
  causationId: `commerce.${job}@${scheduledAt}`,
});

/**
 * Settles what is due by an instant. The index says what may be due and lags; each is loaded again and judged by its
 * state, so a late, repeated or missed run heals itself (OPS-3). One that fails does not stop the others.
 */
export async function settleDue(
  kind: DueKind,
  until: string,
  { run, job, deps }: { run: JobRun; job: string; deps: CommerceDeps },
): Promise<Settled & { failed: number }> {
  const at = instant(run.scheduledAt);
  const cause = scheduleCause(job, run);
  let total = { ...NOTHING_SETTLED, failed: 0 };
  for await (const scope of subscriptionStore(deps.table).due(kind, until)) {
    try {
      const { renewed, expired, deprovisioned } = await settleSubscription(scope, at, cause, deps);
      total = {
        renewed: total.renewed + renewed,
        expired: total.expired + expired,
        deprovisioned: total.deprovisioned + deprovisioned,
        failed: total.failed,
      };
    } catch (error) {
      total = { ...total, failed: total.failed + 1 };
      deps.log.error('a subscription could not be settled', {
        job,
        subscriptionId: scope.subscriptionId,
        error: String(error),
      });
    }
  }
  return total;
}

/**
 * SUB-1: renews every subscription whose term is over for twelve months at the price of the first day, or lets it
 * expire: turned off, agreement ended (PRG-8), or no longer priced. Each takes effect at 00:00Z of its own day.
 */
export async function renewSubscriptions(run: JobRun, deps: CommerceDeps) {
  const tomorrow = addDays(utcDay(instant(run.scheduledAt)), 1);
  const { renewed, expired, failed } = await settleDue('RENEWAL', tomorrow, { run, job: 'renewSubscriptions', deps });
  return { renewed, expired, failed };
}

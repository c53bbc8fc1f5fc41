import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { addDays, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { CustomerScope } from '../../buying/index.ts';
import type { DueKind } from '../store/keys.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { NOTHING_SETTLED, type Settled, settleSubscription } from './settle-subscription.ts';

/** Scheduled work is its own cause. */
export const scheduleCause = (job: string, { scheduledAt }: JobRun): Cause => ({
  actor: { tenantId: 'program', kind: 'schedule' },
  correlationId: `commerce.${job}`,
  causationId: `commerce.${job}@${scheduledAt}`,
});

/** Subscriptions that are settled at the same time: each waits for the table most of the while. */
const AT_ONCE = 8;

/**
 * Settles what is due by an instant. The index says what may be due and lags; each is loaded again and judged by its
 * state, so a late, repeated or missed run heals itself (OPS-3). One that fails does not stop the others.
 * @throws AggregateError at the end when some failed; the next run, or a repeat of this one, finds them again.
 */
export async function settleDue(
  kind: DueKind,
  until: string,
  { run, job, deps }: { run: JobRun; job: string; deps: Omit<SubscriptionsDeps, 'licences'> },
): Promise<Settled> {
  const at = instant(run.scheduledAt);
  const cause = scheduleCause(job, run);
  const failures: unknown[] = [];
  let total = NOTHING_SETTLED;
  const settle = async (scope: CustomerScope & { subscriptionId: string }): Promise<void> => {
    try {
      const done = await settleSubscription(scope, at, cause, deps);
      total = sumOf(total, done);
    } catch (error) {
      failures.push(error);
      deps.log.error('a subscription could not be settled', {
        job,
        subscriptionId: scope.subscriptionId,
        error: String(error),
      });
    }
  };
  let batch: (CustomerScope & { subscriptionId: string })[] = [];
  for await (const scope of subscriptionStore(deps.table).due(kind, until)) {
    batch.push(scope);
    if (batch.length < AT_ONCE) continue;
    await Promise.all(batch.map(settle));
    batch = [];
  }
  await Promise.all(batch.map(settle));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} subscriptions could not be settled`);
  return total;
}

const sumOf = (a: Settled, b: Settled): Settled => ({
  renewed: a.renewed + b.renewed,
  expired: a.expired + b.expired,
  deprovisioned: a.deprovisioned + b.deprovisioned,
});

/**
 * SUB-1: renews every subscription whose term is over for twelve months at the price of the first day, or lets it
 * expire: turned off, agreement ended (PRG-8), or no longer priced. Each takes effect at 00:00Z of its own day.
 */
export async function renewSubscriptions(run: JobRun, deps: Omit<SubscriptionsDeps, 'licences'>) {
  const tomorrow = addDays(utcDay(instant(run.scheduledAt)), 1);
  const { renewed, expired } = await settleDue('RENEWAL', tomorrow, { run, job: 'renewSubscriptions', deps });
  return { renewed, expired };
}

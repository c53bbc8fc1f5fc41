import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { addDays, type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Counts, Walk } from '../../../../shared/messaging/walk/walk.ts';
import { type DueKind, dueQueries } from '../store/keys.ts';
import { subscriptionItem } from '../store/subscription-item.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { renewalAwaits, type Settled, settleSubscription } from './settle-subscription.ts';

type Deps = Pick<SubscriptionsDeps, 'table' | 'records' | 'log'>;

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
export const settling = (
  job: string,
  kind: DueKind,
  { until, counts }: { until: (at: Instant) => string; counts: Counts },
): Walk<Deps> => ({
  due: ({ scheduledAt }) => [dueQueries(kind, until(instant(scheduledAt)))],
  async each(item, run, deps) {
    const at = instant(run.scheduledAt);
    const found = subscriptionItem.fromItem(item);
    const settled = await settleSubscription(found, at, scheduleCause(job, run), deps);
    const isLeft = kind === 'RENEWAL' && settled.renewed + settled.expired + settled.deprovisioned === 0;
    const left = isLeft ? await subscriptionStore(deps.table).load(found) : undefined;
    const why = left && (await renewalAwaits(left, at, deps));
    if (why) throw new RenewalWaitsError(`${left.subscriptionId}: ${why}`);
    return Object.fromEntries(Object.keys(counts).map((name) => [name, settled[name as keyof Settled]]));
  },
  counts,
});

/** M3: tells the operator, by the alarm of a job that leaves something undone; the next run tries again. */
export class RenewalWaitsError extends Error {
  override readonly name = 'RenewalWaitsError';
}

/**
 * SUB-1: renews every subscription whose term is over for twelve months at the price of the first day, or lets it
 * expire: turned off, agreement ended (PRG-8), or no longer priced. Each takes effect at 00:00Z of its own day.
 */
export const renewSubscriptions = settling('renewSubscriptions', 'RENEWAL', {
  until: (at) => addDays(utcDay(at), 1),
  counts: { renewed: 0, expired: 0 },
});

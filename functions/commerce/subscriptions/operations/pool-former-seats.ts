import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import type { Subscription } from '../domain/subscription.ts';
import { formerSeatsStore } from '../store/former-seats-store.ts';
import { allQueries, subscriptionKey } from '../store/keys.ts';
import { poolingWrites, subscriptionOf, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';

type Deps = Pick<SubscriptionsDeps, 'table'>;
const COUNTS = { pooled: 0 };

/**
 * SUB-8: enters the seats of what was stored before pools were kept, each once: the mark is the shape in which it is stored, and
 * goes in the transaction that adds them. What is saved meanwhile enters by itself. Every base and all that is suspended is in the
 * index of what falls due; active add-ons are found by their base. Walked twice, then never again.
 */
export const poolFormerSeats: Walk<Deps> = {
  async due({ scheduledAt }: JobRun, { table }) {
    const isToWalk = await formerSeatsStore(table).begin(utcDay(instant(scheduledAt)));
    return isToWalk ? [allQueries('RENEWAL'), allQueries('DEPROVISION')] : [];
  },
  async each(item, _run, { table }) {
    const found = subscriptionOf(item);
    const addOns =
      found.addOnIds.length === 0 ? [] : (await subscriptionStore(table).loadMany(found, found.addOnIds)).values();
    let pooled = 0;
    for (const of of [found, ...addOns]) if (of.isUnpooled && (await enter(of, table))) pooled += 1;
    return { pooled };
  },
  counts: COUNTS,
};

/** Enters its seats; false where somebody saved it first. */
const enter = (of: Subscription, table: Deps['table']): Promise<boolean> =>
  retryOnConflict(async () => {
    const item = await table.get(subscriptionKey(of), { consistent: true });
    if (!item || !subscriptionOf(item).isUnpooled) return false;
    await table.write(poolingWrites(item));
    return true;
  });

import { addDays, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { soldBy } from '../store/keys.ts';
import { runOffItem } from '../store/run-off-item.ts';
import { runOffStore } from '../store/run-off-store.ts';
import { subscriptionItem } from '../store/subscription-item.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { scheduleCause } from './renew-subscriptions.ts';
import { settleSubscription } from './settle-subscription.ts';

type Deps = Pick<SubscriptionsDeps, 'table' | 'records'>;
const COUNTS = { expired: 0, finished: 0 };

/**
 * PRG-8: ends what still runs of partners whose agreement ended a year ago: what has no term above all, for terms end
 * before. Each is settled as of the first instant after the run-off, however late; the partner is walked in a second run,
 * which finds what the first one missed.
 */
export const endSalesOfRunOffs: Walk<Deps> = {
  async due({ scheduledAt }, { table }) {
    const { runOffs, places } = await runOffStore(table).due(addDays(utcDay(instant(scheduledAt)), 1));
    return [...runOffs.map(({ partnerId }) => soldBy(partnerId)), ...places];
  },
  async each(item, run, deps) {
    const at = instant(run.scheduledAt);
    if (item.kind === runOffItem.kind) {
      const isOver = await runOffStore(deps.table).walked(runOffItem.fromItem(item).partnerId, utcDay(at));
      return { ...COUNTS, finished: isOver ? 1 : 0 };
    }
    const { expired } = await settleSubscription(
      subscriptionItem.fromItem(item),
      at,
      scheduleCause('endSalesOfRunOffs', run),
      deps,
    );
    return { ...COUNTS, expired };
  },
  counts: COUNTS,
};

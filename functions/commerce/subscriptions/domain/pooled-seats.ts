import { NO_SEATS, type PoolChange, type Seats } from '../../licences/domain/pool.ts';
import type { Subscription } from './subscription.ts';

/** SUB-8, SUB-9: the seats that a subscription has in the pool of its plan, base and add-on alike; metered use has none. */
export function pooledSeats(of: Subscription): Seats {
  if (of.billingType !== 'license' || of.status === 'deleted' || of.isUnpooled) return NO_SEATS;
  return of.status === 'active' ? { active: of.quantity, suspended: 0 } : { active: 0, suspended: of.quantity };
}

/** What a save does to the pool; without `before` the subscription is new. */
export const poolChange = (before: Subscription | undefined, after: Subscription): PoolChange => ({
  customerId: after.customerId,
  planId: after.planId,
  channel: after.partnerId,
  before: before ? pooledSeats(before) : NO_SEATS,
  after: pooledSeats(after),
});

import type { Cause } from '../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Table } from '../../../shared/dynamo/table.ts';
import { utcDay } from '../../../shared/kernel/time.ts';
import type { Order } from '../domain/order.ts';
import { firstTerm, recycled, type Subscription } from '../domain/subscription.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { saveWithAddOns } from './save-family.ts';
import { priceOfTerm } from './term-prices.ts';

/**
 * ORD-3: moves the subscriptions of an order, with their add-ons, to its new billing cycle: each begins a new term on
 * the day of the change at the price then in force. Those that have moved are left alone, so this can be repeated.
 */
export async function followCycleChange(
  order: Order,
  { at, billingCycle }: NonNullable<Order['cycleChange']>,
  cause: Cause,
  table: Table,
): Promise<void> {
  const store = subscriptionStore(table);
  const hasMoved = (of: Subscription): boolean => of.status !== 'active' || of.billingCycle === billingCycle;
  for (const { subscriptionId } of order.lines)
    await retryOnConflict(async () => {
      const before = await store.load({ ...order, subscriptionId });
      if (!before || before.parentSubscriptionId !== undefined || hasMoved(before)) return;
      const lock = await priceOfTerm(before, at, table);
      if (!lock) return;
      const after = recycled(before, billingCycle, firstTerm(utcDay(at), lock));
      await saveWithAddOns({ before, after, trigger: 'changeCycle', occurredAt: at }, { cause }, table);
    });
}

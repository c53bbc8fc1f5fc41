import type { Instant } from '../../../../shared/kernel/time.ts';
import { isTermOver, type Subscription, subscriptionStore } from '../../subscriptions/index.ts';
import type { Order } from '../domain/order.ts';
import type { OrdersDeps } from './dependencies.ts';

/** What an order bought, and behind it the add-ons that other orders bought for it. */
export async function loadFamily(order: Order, { table }: Pick<OrdersDeps, 'table'>): Promise<readonly Subscription[]> {
  const store = subscriptionStore(table);
  const own = await store.loadMany(
    order,
    order.lines.map(({ subscriptionId }) => subscriptionId),
  );
  const addOnIds = [...own.values()].flatMap((of) => of.addOnIds).filter((id) => !own.has(id));
  return [...own.values(), ...(await store.loadMany(order, addOnIds)).values()];
}

/** What is settled before the order changes: of its own subscriptions those whose term is over, but for add-ons of one another. */
export function isDueFirst(of: Subscription, { lines }: Order, at: Instant): boolean {
  const own = new Set(lines.map(({ subscriptionId }) => subscriptionId));
  return own.has(of.subscriptionId) && isTermOver(of, at) && !own.has(of.parentSubscriptionId ?? '');
}

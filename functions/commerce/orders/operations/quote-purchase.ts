import type { Buying } from '../../buying/index.ts';
import { type Quote, quoteIntentions } from '../../subscriptions/index.ts';
import { subscriptionOf } from '../domain/order.ts';
import type { DecidedPurchase } from './commit-purchase.ts';
import type { OrdersDeps } from './dependencies.ts';

/** BIL-9, ORD-3: what the new lines of a purchase would be charged, by the subscriptions that they would make; writes nothing. */
export function quotePurchase(
  { order, newLines, context }: DecidedPurchase,
  call: Pick<Buying, 'at' | 'caller'>,
  deps: Pick<OrdersDeps, 'table'>,
): Promise<Quote> {
  const created = new Map(newLines.map((line) => [line.subscriptionId, subscriptionOf(order, line)]));
  const intentions = [...created.values()].map((after) => {
    const baseId = after.parentSubscriptionId ?? '';
    return { after, base: created.get(baseId) ?? context.bases.get(baseId) };
  });
  return quoteIntentions(intentions, call, deps);
}

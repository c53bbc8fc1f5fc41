import type { Order } from '../../../functions/commerce/orders/domain/order.ts';
import { orderKey } from '../../../functions/commerce/orders/store/keys.ts';
import { orderItem } from '../../../functions/commerce/orders/store/order-item.ts';
import { historyItem } from '../../../functions/commerce/subscriptions/store/history-item.ts';
import { historyKey } from '../../../functions/commerce/subscriptions/store/keys.ts';
import { toItem } from '../../../functions/commerce/subscriptions/store/subscription-item.ts';
import type { Item } from '../../../shared/dynamo/table.ts';
import { addSeconds, instant } from '../../../shared/kernel/time.ts';
import { aPriceLock, aSubscription } from '../commerce-builders.ts';

/** Whose they are. */
interface Pair {
  readonly partnerId: string;
  readonly customerId: string;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
/** Ids in another order than that of their numbers, as chance gives them. */
const guid = (kind: string, n: number): string =>
  `${((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0')}-${kind}-4000-8000-${String(n).padStart(12, '0')}`;
export const orderIdOf = (n: number): string => guid('0d00', n);
export const subscriptionIdOf = (n: number): string => guid('5ab0', n);
const createdAt = (n: number) => addSeconds(instant('2026-01-01T00:00:00Z'), n * 60);

/** So many subscriptions of one customer, each from an order of its own. */
export const soldItems = (pair: Pair, count: number): Item[] =>
  numbers(count).map((n) =>
    toItem(
      aSubscription({
        ...pair,
        subscriptionId: subscriptionIdOf(n),
        orderId: orderIdOf(n),
        createdAt: createdAt(n),
        ...(n % 1000 === 999 && { resellerOfRecord: '4512345' }),
      }),
    ),
  );

/** So many orders of one customer, with so many lines each. */
export const orderItems = (pair: Pair, count: number, lines = 1): Item[] =>
  numbers(count).map((n) => {
    const order: Order = {
      ...pair,
      orderId: orderIdOf(n),
      customerCountry: 'US',
      currency: 'USD',
      billingCycle: 'monthly',
      status: 'completed',
      createdAt: createdAt(n),
      lines: numbers(lines).map((line) => lineOf(n + line, line)),
      version: 1,
    };
    return orderItem.toItem(orderKey(order), order);
  });

function lineOf(n: number, lineNumber: number): Order['lines'][number] {
  const { offerId, offerName, family, planId, unitType, segment, quantity, friendlyName, ...sold } = aSubscription();
  const { billingType, billingCycle, createdAt: purchasedAt, anchorOn, termStartOn, termEndOn } = sold;
  return {
    ...{ lineNumber, subscriptionId: subscriptionIdOf(n), offerId, offerName, family, planId, unitType, segment },
    ...{ quantity, friendlyName, billingType, billingCycle, isAutoRenewable: true },
    ...{ purchasedAt, anchorOn, termStartOn, termEndOn, priceLock: aPriceLock() },
  };
}

/** So many saves of a subscription. */
export const historyItems = (of: Pair & { subscriptionId: string }, count: number): Item[] =>
  numbers(count).map((n) =>
    historyItem.toItem(historyKey({ ...of, version: n + 1 }), {
      sequence: n + 1,
      at: createdAt(n),
      type: n === 0 ? 'SubscriptionCreated' : 'SubscriptionUpdated',
      by: 'a0000000-0000-4000-8000-000000000001',
      changes: { quantity: { before: n, after: n + 1 } },
    }),
  );

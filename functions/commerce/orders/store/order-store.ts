import { DirectOrderChanged, OrderCreated, OrderUpdated } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { type Item, putIfVersion, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type CustomerScope, customerPartition, isDirect } from '../../buying/index.ts';
import type { Order } from '../domain/order.ts';
import { ORDER_PREFIX, orderKey } from './keys.ts';
import { orderItem } from './order-item.ts';

/** Where a partner's orders for a customer lie, by id, and what an item there says. */
export const orderPlace = (scope: CustomerScope): Query => ({
  pk: customerPartition(scope),
  sk: { beginsWith: ORDER_PREFIX },
  consistent: true,
});
export const orderOf = (item: Item): Order => orderItem.fromItem(item);

export const orderStore = (table: Table) => ({
  async load(scope: CustomerScope & { orderId: string }): Promise<Order | undefined> {
    const item = await table.get(orderKey(scope), { consistent: true });
    return item && orderItem.fromItem(item);
  },

  /** Orders of a partner for a customer that are wanted, by order. */
  ofCustomer(scope: CustomerScope, isWanted: (order: Order) => boolean): SoughtList<Order> {
    return soughtList(table, [orderPlace(scope)], {
      of: orderItem.fromItem,
      isWanted: (item) => isWanted(orderItem.fromItem(item)),
    });
  },
});

/** Oldest first. */
export const byAge = (a: Order, b: Order): number => (a.createdAt < b.createdAt ? -1 : 1);

/** Writes that save an order with its event: two. */
export function orderWrites(after: Order, { at, cause }: { at: Instant; cause: Cause }): Write[] {
  const tenantId = isDirect(after) ? after.customerId : after.partnerId;
  const about = { tenantId, aggregateId: after.orderId, occurredAt: at };
  const event = isDirect(after)
    ? newEvent(DirectOrderChanged, about, { ...detailOf(after), status: after.status })
    : after.version === 1
      ? newEvent(OrderCreated, about, detailOf(after))
      : newEvent(OrderUpdated, about, { ...detailOf(after), status: after.status });
  return [
    putIfVersion(orderItem.toItem(orderKey(after), after), after.version - 1),
    ...outboxWrite({ aggregate: orderKey(after), version: after.version, events: [event], cause }),
  ];
}

const detailOf = (order: Order) => ({
  orderId: order.orderId,
  customerId: order.customerId,
  billingCycle: order.billingCycle,
  currency: order.currency,
  ...(order.status === 'pending' ? {} : { isDone: true as const }),
  lines: order.lines.map(({ lineNumber, offerId, quantity, subscriptionId }) => ({
    lineNumber,
    offerId,
    quantity,
    subscriptionId,
  })),
});

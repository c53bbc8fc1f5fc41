import type { OrderCreated, OrderUpdated } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { completeOrder } from './complete-order.ts';
import type { OrdersDeps } from './dependencies.ts';

/** ORD-1: finishes an order whose request stopped half-way. An order that is complete is left alone. */
export async function fulfilOrder(
  event: EventOf<typeof OrderCreated> | EventOf<typeof OrderUpdated>,
  { table }: Pick<OrdersDeps, 'table'>,
): Promise<void> {
  const { orderId, customerId } = event.detail;
  const scope = { partnerId: event.tenantId, customerId, orderId };
  await completeOrder(scope, { at: instant(event.occurredAt), cause: causeOf(event) }, table);
}

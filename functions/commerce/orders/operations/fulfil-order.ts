import { DirectOrderChanged, type OrderCreated, type OrderUpdated } from '../../../../events/commerce.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { causeOf } from '../../../../shared/messaging/consumer.ts';
import { completeOrder } from './complete-order.ts';
import type { OrdersDeps } from './dependencies.ts';

/** ORD-1: finishes an order whose request stopped half-way. An order that is complete is left alone. */
export async function fulfilOrder(
  event: EventOf<typeof OrderCreated | typeof OrderUpdated | typeof DirectOrderChanged>,
  { table }: Pick<OrdersDeps, 'table'>,
): Promise<void> {
  const { orderId, customerId } = event.detail;
  const partnerId = event.type === DirectOrderChanged.type ? DIRECT_CHANNEL : event.tenantId;
  const scope = { partnerId, customerId, orderId };
  await completeOrder(scope, { at: instant(event.occurredAt), cause: causeOf(event) }, table);
}

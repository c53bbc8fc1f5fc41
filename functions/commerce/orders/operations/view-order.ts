import { ok } from '../../../../shared/kernel/result.ts';
import type { OrdersOperation } from './dependencies.ts';
import { loadOrder } from './load-order.ts';
import { toOrderWire } from './order-wire.ts';

/** SUB-7: one order of the partner, with prices where they are asked for. */
export const viewOrder: OrdersOperation<'viewOrder'> = async (call, deps) => {
  const order = await loadOrder(call, deps);
  if (!order.ok) return order;
  return ok({ status: 200, body: toOrderWire(order.value, { withPrices: call.query.include_price }) });
};

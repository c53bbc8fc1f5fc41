import { collection } from '../../../../shared/contracts/wire.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { OrdersOperation } from './dependencies.ts';
import { loadOrder } from './load-order.ts';

/** Program services need no activation: an order that exists has no links. */
export const listOrderActivationLinks: OrdersOperation<'listOrderActivationLinks'> = async (call, deps) => {
  const order = await loadOrder(call, deps);
  return order.ok ? ok({ status: 200, body: collection([]) }) : order;
};

/** The same for one line; a number that the order does not have is refused. */
export const listOrderLineActivationLinks: OrdersOperation<'listOrderLineActivationLinks'> = async (call, deps) => {
  const order = await loadOrder(call, deps);
  if (!order.ok) return order;
  const hasLine = order.value.lines.some(({ lineNumber }) => String(lineNumber) === call.path.lineNumber);
  return hasLine ? ok({ status: 200, body: collection([]) }) : refuse('bad_line_number');
};

import { collection, enumKey, link } from '../../../../shared/contracts/wire.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { orderStore } from '../store/order-store.ts';
import type { OrdersOperation } from './dependencies.ts';
import { toOrderWire } from './order-wire.ts';

const BILLING_TYPES = ['monthly', 'annual', 'onetime', 'none', 'unknown'];

/** SUB-7: the partner's own orders for a customer, oldest first; `billingType` keeps one cycle. */
export const listOrders: OrdersOperation<'listOrders'> = async (call, { table }) => {
  const { billingType, include_price: withPrices } = call.query;
  const cycle = billingType === undefined ? undefined : enumKey(billingType);
  if (cycle !== undefined && !BILLING_TYPES.includes(cycle))
    return refuse('unknown_enum_value', { field: 'billingType' });
  const orders = await orderStore(table).ofCustomer({
    partnerId: call.caller.tenantId,
    customerId: call.customer.customerId,
  });
  const kept = orders.filter((order) => cycle === undefined || cycle === 'unknown' || order.billingCycle === cycle);
  const items = kept.map((order) => toOrderWire(order, { withPrices }));
  return ok({ status: 200, body: collection(items, { self: link(linkPath(call.rawPath)) }) });
};

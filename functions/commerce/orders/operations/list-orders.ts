import { collection, enumKey, link } from '../../../../shared/contracts/wire.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { byAge, orderStore } from '../store/order-store.ts';
import type { OrdersOperation } from './dependencies.ts';
import { toOrderWire } from './order-wire.ts';

const BILLING_TYPES = ['monthly', 'annual', 'onetime', 'none', 'unknown'];

/**
 * SUB-7: the partner's own orders for a customer; `billingType` keeps one cycle. All of them at once, oldest first; of a
 * customer of whom a page does not hold all, or where `size` says so, pages in the order of ids.
 */
export const listOrders: OrdersOperation<'listOrders'> = async (call, { table }) => {
  const { billingType, include_price: withPrices } = call.query;
  const cycle = billingType === undefined ? undefined : enumKey(billingType);
  if (cycle !== undefined && !BILLING_TYPES.includes(cycle))
    return refuse('unknown_enum_value', { field: 'billingType' });
  const scope = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const orders = orderStore(table).ofCustomer(
    scope,
    (order) => cycle === undefined || cycle === 'unknown' || order.billingCycle === cycle,
  );
  const page = await seekPage(call, orders, WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const all = isWhole(call, page.value);
  const wire = (all ? [...items].sort(byAge) : items).map((order) => toOrderWire(order, { withPrices }));
  const self = { self: link(linkPath(call.rawPath)) };
  return ok({ status: 200, body: all ? collection(wire, self) : collection(wire, links, token) });
};

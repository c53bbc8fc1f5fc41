import type * as z from 'zod';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase } from '../../buying/index.ts';
import { type BillingCycle, catalogueStore } from '../../catalogue/index.ts';
import { linesOfOrder, type Order, placePurchase, toOrderWire } from '../../orders/index.ts';
import type * as s from '../../schemas.ts';
import { partnersStore } from '../store/partners-store.ts';
import type { DirectOperation } from './dependencies.ts';
import { directBuying } from './direct-buying.ts';

/**
 * CUS-4, ORD-1: a customer buys direct at list price, whole or not at all, by the checks of every purchase. One that has a partner
 * says that it knows that it buys direct.
 */
export const placeMyOrder: DirectOperation<'placeMyOrder'> = async (call, deps) => {
  const { body, caller } = call;
  const customerId = caller.tenantId;
  if (body.referenceCustomerId !== undefined && body.referenceCustomerId.toLowerCase() !== customerId)
    return refuse('invalid_customer_id', { field: 'referenceCustomerId' });
  if (!body.acknowledgeDirectPurchase && (await partnersStore(deps.table).currentOf(customerId, 1)).length > 0)
    return refuse('invalid_property', { field: 'acknowledgeDirectPurchase', description: UNACKNOWLEDGED });
  const buying = await directBuying({ ...call, account: caller.account }, deps);
  const purchase = await checkPurchase(buying, deps);
  if (!purchase.ok) return purchase;
  const billingCycle = (body.billingCycle ?? 'monthly') as BillingCycle;
  const lines = linesOfOrder(body.lineItems, billingCycle, await catalogueStore(deps.table).read());
  if (!lines.ok) return lines;
  const wanted = {
    orderId: call.once.id('order'),
    billingCycle,
    lines: lines.value,
    subscriptionId: (line: number) => call.once.id(`line ${line}`),
  };
  const also = (order: Order) => call.once.complete({ status: 201, body: toDirectOrderWire(order) });
  const placed = await placePurchase(buying, { wanted, standing: purchase.value, also }, deps);
  return placed.ok ? ok({ status: 201, body: toDirectOrderWire(placed.value) }) : placed;
};

const UNACKNOWLEDGED =
  'You have a partner, and this order is not with it: read /v1/my/purchasenotice, and say that you know with acknowledgeDirectPurchase: true.';

/** An order as the customer sees it that placed it, with its prices; what it bought stands in the list of its subscriptions. */
function toDirectOrderWire(order: Order): z.input<typeof s.Order> {
  const { links: _, lineItems, ...wire } = toOrderWire(order, { withPrices: true });
  return {
    ...wire,
    lineItems: lineItems.map(({ links: { product, sku }, ...line }) => ({ ...line, links: { product, sku } })),
    links: {},
  };
}

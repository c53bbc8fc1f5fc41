import type { Call } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase, type PartnerStanding } from '../../buying/index.ts';
import { type BillingCycle, catalogueStore } from '../../catalogue/index.ts';
import type { Order } from '../domain/order.ts';
import type { OrdersDeps, OrdersOperation, OrdersRoutes } from './dependencies.ts';
import { linesOfOrder } from './order-lines-body.ts';
import { toOrderWire } from './order-wire.ts';
import { decidePurchase, placePurchase, type WantedOrder } from './purchase.ts';
import { quotePurchase } from './quote-purchase.ts';

/**
 * ORD-1, ORD-2, ORD-4, ORD-6: checks partner, customer and every line, then places the order whole, or refuses it with
 * the reason of every line that fails. `dryRun` answers what would be bought, with prices, and writes nothing.
 */
export const placeOrder: OrdersOperation<'placeOrder'> = async (call, deps) => {
  const { body, customer, query } = call;
  if (body.referenceCustomerId !== undefined && body.referenceCustomerId.toLowerCase() !== customer.customerId)
    return refuse('invalid_customer_id', { field: 'referenceCustomerId' });
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  const billingCycle = (body.billingCycle ?? 'monthly') as BillingCycle;
  const lines = linesOfOrder(body.lineItems, billingCycle, await catalogueStore(deps.table).read());
  if (!lines.ok) return lines;
  const wanted: WantedOrder = {
    orderId: call.once.id('order'),
    billingCycle,
    lines: lines.value,
    subscriptionId: (line) => call.once.id(`line ${line}`),
  };
  if (query.dryRun) return quoteOrder(call, wanted, purchase.value, deps);
  const also = (order: Order) => call.once.complete({ status: 201, body: toOrderWire(order) });
  const placed = await placePurchase(call, { wanted, standing: purchase.value, also }, deps);
  return placed.ok ? ok({ status: 201, body: toOrderWire(placed.value) }) : placed;
};

/** BIL-9: what the order would buy and be charged. */
async function quoteOrder(
  call: Call<OrdersRoutes['placeOrder']>,
  wanted: WantedOrder,
  standing: PartnerStanding,
  deps: OrdersDeps,
) {
  const decided = await decidePurchase(call, { wanted, standing }, deps);
  if (!decided.ok) return decided;
  const quote = await quotePurchase(decided.value, call, deps);
  return ok({ status: 200 as const, body: toOrderWire(decided.value.order, { withPrices: true, quote }) });
}

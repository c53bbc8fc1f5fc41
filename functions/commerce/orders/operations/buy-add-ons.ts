import type { Call } from '../../../../shared/http/call.ts';
import { refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase, firstCharge, overCredit } from '../../buying/index.ts';
import { settleBases } from '../../subscriptions/index.ts';
import { type Order, orderLines } from '../domain/order.ts';
import { commitPurchase } from './commit-purchase.ts';
import type { OrdersDeps, OrdersRoutes } from './dependencies.ts';
import { type AddOnBody, addOnRequest } from './order-lines-body.ts';
import { toOrderWire } from './order-wire.ts';
import { checkOrder } from './purchase.ts';

/** An order with all its lines is one item of the table, which holds 400 KB. */
const LINES_MAX = 200;

/**
 * SUB-2, CAT-5: buys add-ons into an order, for bases that this order bought. They take the base's cycle and term; their
 * line numbers continue, and the request's are ignored. Placed whole or not at all (ORD-1).
 */
export async function buyAddOns(
  order: Order,
  lines: readonly AddOnBody[],
  call: Call<OrdersRoutes['changeOrder']>,
  deps: OrdersDeps,
) {
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  if (order.lines.length + lines.length > LINES_MAX)
    return refuse('invalid_input', {
      field: 'lineItems',
      description: `An order has at most ${LINES_MAX} lines: buy further add-ons with an order of their own.`,
    });
  const requests = lines.map((line, index) => addOnRequest(line, index, order.billingCycle));
  const own = new Set(order.lines.map(({ subscriptionId }) => subscriptionId));
  const foreign = requests.find(({ parentSubscriptionId }) => !own.has(parentSubscriptionId ?? ''));
  if (foreign)
    return refuse('addon_parent_mismatch', {
      description: `${foreign.parentSubscriptionId?.toUpperCase()} is no subscription of this order.`,
    });
  await settleBases(call, requests, deps);
  const checked = await checkOrder(call, requests, deps);
  if (!checked.ok) return checked;
  const { accepted, context } = checked.value;
  const firstNumber = Math.max(...order.lines.map(({ lineNumber }) => lineNumber)) + 1;
  const placement = {
    at: call.at,
    priceMonth: context.priceMonth,
    currency: order.currency,
    firstNumber,
    bases: context.bases,
    subscriptionId: (line: number) => call.once.id(`line ${line}`),
  };
  const newLines = orderLines(accepted, placement);
  const refusal = overCredit(purchase.value, firstCharge(newLines, order.currency));
  if (refusal) return { ok: false as const, refusal };
  const after: Order = { ...order, lines: [...order.lines, ...newLines], version: order.version + 1 };
  const also = (saved: Order) => call.once.complete({ status: 200, body: toOrderWire(saved) });
  const commit = { at: call.at, cause: call.cause, customer: call.customer, also };
  return commitPurchase({ order: after, newLines, accepted, context }, commit, deps.table);
}

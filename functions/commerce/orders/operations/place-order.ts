import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  type AcceptedLine,
  type Buying,
  checkLines,
  checkPurchase,
  firstCharge,
  type LineRequest,
  orderRefusal,
  overCredit,
} from '../../buying/index.ts';
import { type BillingCycle, catalogueStore } from '../../catalogue/index.ts';
import { settleBases } from '../../subscriptions/index.ts';
import { type Order, type OrderLine, orderLines } from '../domain/order.ts';
import { commitPurchase } from './commit-purchase.ts';
import { completeOrder } from './complete-order.ts';
import type { OrdersDeps, OrdersOperation } from './dependencies.ts';
import { linesOfOrder } from './order-lines-body.ts';
import { toOrderWire } from './order-wire.ts';
import { loadPurchaseContext, type PurchaseContext } from './purchase-context.ts';
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
  if (!query.dryRun) await settleBases(call, lines.value, deps);
  const orderId = call.once.id('order');
  const placed = await retryOnConflict(async () => {
    const checked = await checkOrder(call, lines.value, deps);
    if (!checked.ok) return checked;
    const decided = decideOrder(call, { orderId, billingCycle, ...checked.value }, (line) =>
      call.once.id(`line ${line}`),
    );
    const refusal = overCredit(purchase.value, firstCharge(decided.newLines, decided.order.currency));
    if (refusal) return { ok: false as const, refusal };
    if (query.dryRun) return ok({ order: decided.order, quote: await quotePurchase(decided, call, deps) });
    const reply = (order: Order) => ({ status: 201, body: toOrderWire(order) });
    const commit = {
      at: call.at,
      cause: call.cause,
      customer,
      also: (order: Order) => call.once.complete(reply(order)),
    };
    const committed = await commitPurchase(decided, commit, deps.table);
    return committed.ok ? ok({ order: committed.value, quote: undefined }) : committed;
  });
  if (!placed.ok) return placed;
  const { order, quote } = placed.value;
  if (quote) return ok({ status: 200, body: toOrderWire(order, { withPrices: true, quote }) });
  await completeOrder(order, call, deps.table);
  return ok({ status: 201, body: toOrderWire(order) });
};

/** Judges all lines together; the order is refused whole where one fails. */
export async function checkOrder(buying: Buying, lines: readonly LineRequest[], deps: OrdersDeps) {
  const context = await loadPurchaseContext(buying, lines, deps);
  const { accepted, refused } = checkLines(lines, context);
  if (refused.length > 0) return { ok: false as const, refusal: orderRefusal(refused, lines.length) };
  return ok({ accepted, context });
}

export interface NewOrder {
  readonly orderId: string;
  readonly billingCycle: BillingCycle;
  readonly accepted: readonly AcceptedLine[];
  readonly context: PurchaseContext;
  readonly cartId?: string;
}

/** The new order with lines, terms and locked prices. */
export function decideOrder(
  { at, caller, customer }: Buying,
  { orderId, billingCycle, accepted, context, cartId }: NewOrder,
  subscriptionId: (lineNumber: number) => string,
) {
  const { partner } = caller.account;
  invariant(partner, 'a buyer is a partner');
  const { currency } = partner;
  const newLines: OrderLine[] = orderLines(accepted, {
    at,
    priceMonth: context.priceMonth,
    currency,
    subscriptionId,
    bases: context.bases,
  });
  const order: Order = {
    orderId,
    partnerId: caller.tenantId,
    customerId: customer.customerId,
    customerCountry: customer.account.country,
    currency,
    billingCycle,
    status: 'completed',
    createdAt: at,
    ...(cartId !== undefined && { cartId }),
    lines: newLines,
    version: 1,
  };
  invariant(
    newLines.every(({ anchorOn }) => anchorOn <= utcDay(at)),
    'terms begin by the day of the order',
  );
  return { order, newLines, accepted, context };
}

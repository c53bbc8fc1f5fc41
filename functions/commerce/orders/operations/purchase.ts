import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  type AcceptedLine,
  type Buying,
  checkLines,
  firstCharge,
  type LineRequest,
  orderRefusal,
  overCredit,
  type PartnerStanding,
} from '../../buying/index.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { settleBases } from '../../subscriptions/index.ts';
import { type Order, type OrderLine, orderLines } from '../domain/order.ts';
import { commitPurchase } from './commit-purchase.ts';
import { completeOrder } from './complete-order.ts';
import type { OrdersDeps } from './dependencies.ts';
import { loadPurchaseContext, type PurchaseContext } from './purchase-context.ts';

/** What is to be bought, as one order. */
export interface WantedOrder {
  readonly orderId: string;
  readonly billingCycle: BillingCycle;
  readonly lines: readonly LineRequest[];
  /** Subscription that a line becomes; the same whenever the purchase is tried again. */
  subscriptionId(lineNumber: number): string;
}

/** With what billing says of the buyer, as `checkPurchase` found it. */
interface Purchase {
  readonly wanted: WantedOrder;
  readonly standing: PartnerStanding;
}

/** ORD-1, ORD-2, ORD-4: checks every line and decides the order, or refuses it whole; writes nothing. */
export async function decidePurchase(buying: Buying, { wanted, standing }: Purchase, deps: OrdersDeps) {
  const checked = await checkOrder(buying, wanted.lines, deps);
  if (!checked.ok) return checked;
  const decided = decideOrder(buying, { ...wanted, ...checked.value }, (line) => wanted.subscriptionId(line));
  const refusal = overCredit(standing, firstCharge(decided.newLines, decided.order.currency));
  return refusal ? { ok: false as const, refusal } : ok(decided);
}

/**
 * ORD-1, ORD-6: places the order whole, with whatever else belongs to it, and makes its subscriptions. Who was stopped after the
 * order was stored finds it there: its own event makes the rest.
 */
export async function placePurchase(
  buying: Buying & { readonly cause: Cause },
  { also, ...purchase }: Purchase & { also(order: Order): Write[] },
  deps: OrdersDeps,
) {
  const { at, cause, customer } = buying;
  await settleBases(buying, purchase.wanted.lines, deps);
  const placed = await retryOnConflict(async () => {
    const decided = await decidePurchase(buying, purchase, deps);
    return decided.ok ? commitPurchase(decided.value, { at, cause, customer, also }, deps.table) : decided;
  });
  if (placed.ok) await completeOrder(placed.value, buying, deps.table);
  return placed;
}

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

import { ok } from '../../../../shared/kernel/result.ts';
import { checkPurchase } from '../../buying/index.ts';
import { decideOrder, quotePurchase } from '../../orders/index.ts';
import { toCartWire } from './cart-wire.ts';
import { checkCart } from './check-cart.ts';
import type { CartsOperation } from './dependencies.ts';
import { loadCart } from './load-cart.ts';

/** ORD-2, BIL-9: the full check of a cart at today's prices, and what each line would be charged; writes nothing. */
export const validateCart: CartsOperation<'validateCart'> = async (call, deps) => {
  const found = await loadCart(call, deps);
  if (!found.ok) return found;
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  const { cart, accepted, context } = await checkCart(found.value, call, deps);
  const about = { orderId: cart.cartId, billingCycle: 'monthly', accepted, context } as const;
  const decided = decideOrder(call, about, (line) => call.once.id(`line ${line}`));
  return ok({ status: 200, body: toCartWire(cart, await quotePurchase(decided, call, deps)) });
};

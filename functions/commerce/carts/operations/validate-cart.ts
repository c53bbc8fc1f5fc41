import { ok } from '../../../../shared/kernel/result.ts';
import { checkPurchase } from '../../buying/index.ts';
import { toCartWire } from './cart-wire.ts';
import { checkCart } from './check-cart.ts';
import type { CartsOperation } from './dependencies.ts';
import { loadCart } from './load-cart.ts';

/** ORD-2: the full check of a cart at today's prices; writes nothing. */
export const validateCart: CartsOperation<'validateCart'> = async (call, deps) => {
  const found = await loadCart(call, deps);
  if (!found.ok) return found;
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  const { cart } = await checkCart(found.value, call, deps);
  return ok({ status: 200, body: toCartWire(cart) });
};

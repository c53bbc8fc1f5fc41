import { ok } from '../../../../shared/kernel/result.ts';
import { toCartWire } from './cart-wire.ts';
import type { CartsOperation } from './dependencies.ts';
import { loadCart } from './load-cart.ts';

/** One cart, with the errors that its lines had when they were last checked. */
export const viewCart: CartsOperation<'viewCart'> = async (call, deps) => {
  const cart = await loadCart(call, deps);
  return cart.ok ? ok({ status: 200, body: toCartWire(cart.value) }) : cart;
};

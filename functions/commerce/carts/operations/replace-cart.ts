import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { checkPurchase } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { cartLines } from '../domain/cart.ts';
import { cartWrite } from '../store/cart-store.ts';
import { tooManyLines } from './cart-limits.ts';
import { fromCartBody, toCartWire } from './cart-wire.ts';
import { checkCart } from './check-cart.ts';
import type { CartsOperation } from './dependencies.ts';
import { loadCart } from './load-cart.ts';

/** Replaces the lines of a cart of which nothing was ordered yet; they are checked as on creation. */
export const replaceCart: CartsOperation<'replaceCart'> = async (call, deps) => {
  const wishes = fromCartBody(call.body);
  const refusal = tooManyLines(wishes);
  if (refusal) return refusal;
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  return retryOnConflict(async () => {
    const found = await loadCart(call, deps);
    if (!found.ok) return found;
    const before = found.value;
    if (before.status === 'Ordered' || Object.keys(before.placed).length > 0) return refuse('cart_already_ordered');
    const replaced = {
      ...before,
      lines: cartLines(wishes, await catalogueStore(deps.table).read()),
      modifiedAt: call.at,
      modifiedBy: call.caller.principalId,
      version: before.version + 1,
    };
    const checked = await checkCart(replaced, call, deps);
    await deps.table.write([cartWrite(checked.cart), call.customer.unchanged]);
    return ok({ status: 200, body: toCartWire(checked.cart) });
  });
};

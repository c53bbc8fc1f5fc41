import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { checkPurchase } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { type Cart, cartExpiry, cartLines } from '../domain/cart.ts';
import { cartWrite } from '../store/cart-store.ts';
import { tooManyLines } from './cart-limits.ts';
import { fromCartBody, toCartWire } from './cart-wire.ts';
import { checkCart } from './check-cart.ts';
import type { CartsOperation } from './dependencies.ts';

/** ORD-1: keeps lines to buy; a line that is wrong says so and is kept all the same. */
export const createCart: CartsOperation<'createCart'> = async (call, deps) => {
  const wishes = fromCartBody(call.body);
  const refusal = tooManyLines(wishes);
  if (refusal) return refusal;
  const purchase = await checkPurchase(call, deps);
  if (!purchase.ok) return purchase;
  const { partner } = call.caller.account;
  invariant(partner, 'a buyer is a partner');
  const cart: Cart = {
    cartId: call.once.id('cart'),
    partnerId: call.caller.tenantId,
    customerId: call.customer.customerId,
    currency: partner.currency,
    createdAt: call.at,
    modifiedAt: call.at,
    validUntil: cartExpiry(call.at),
    modifiedBy: call.caller.principalId,
    status: 'Active',
    lines: cartLines(wishes, await catalogueStore(deps.table).read()),
    placed: {},
    version: 1,
  };
  const checked = await checkCart(cart, call, deps);
  const reply = { status: 201 as const, body: toCartWire(checked.cart) };
  await deps.table.write([cartWrite(checked.cart), call.customer.unchanged, ...call.once.complete(reply)]);
  return ok(reply);
};

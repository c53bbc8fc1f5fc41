import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Cart, isExpired } from '../domain/cart.ts';
import { cartStore } from '../store/cart-store.ts';
import type { CartsDeps } from './dependencies.ts';

/** The cart of the path, if it is this partner's and has not expired, removed or not. */
export async function loadCart(
  call: {
    readonly at: Instant;
    readonly caller: Caller;
    readonly customer: RelatedCustomer;
    readonly path: { readonly cartId: string };
  },
  { table }: CartsDeps,
): Promise<Result<Cart, Refusal<'cart_not_found'>>> {
  const cart = await cartStore(table).load({
    partnerId: call.caller.tenantId,
    customerId: call.customer.customerId,
    cartId: call.path.cartId.toLowerCase(),
  });
  return cart && !isExpired(cart, call.at) ? ok(cart) : refuse('cart_not_found');
}

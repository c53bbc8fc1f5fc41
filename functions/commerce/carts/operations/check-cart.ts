import { type AcceptedLine, type Buying, checkLines, codeOf, type RefusedLine, textOf } from '../../buying/index.ts';
import { loadPurchaseContext, type PurchaseContext } from '../../orders/index.ts';
import type { Cart } from '../domain/cart.ts';
import { openGroups, requestsOf, withErrors } from '../domain/cart.ts';
import type { CartsDeps } from './dependencies.ts';

export interface CheckedCart {
  /** The cart with what is wrong with each line now. */
  readonly cart: Cart;
  readonly accepted: readonly AcceptedLine[];
  readonly refused: readonly RefusedLine[];
  readonly context: PurchaseContext;
}

/** ORD-1: checks every line that is still to be ordered as an order would, at today's prices; writes nothing. */
export async function checkCart(cart: Cart, buying: Buying, deps: CartsDeps): Promise<CheckedCart> {
  const open = [...openGroups(cart).values()].flat().sort((a, b) => a.id - b.id);
  const requests = requestsOf(open);
  const context = await loadPurchaseContext(buying, requests, deps);
  const { accepted, refused } = checkLines(requests, context);
  const code = ({ refusal }: RefusedLine) => ({ code: codeOf(refusal), description: textOf(refusal) });
  return { cart: { ...cart, lines: withErrors(cart, refused, code) }, accepted, refused, context };
}

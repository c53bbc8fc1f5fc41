import { checkLines } from '../../buying/domain/check-lines.ts';
import type { AcceptedLine, RefusedLine } from '../../buying/domain/line.ts';
import { codeOf, textOf } from '../../buying/operations/line-refusals.ts';
import type { Buying } from '../../buying/operations/purchase-checks.ts';
import type { CommerceDeps } from '../../operations/dependencies.ts';
import { loadPurchaseContext, type PurchaseContext } from '../../orders/operations/purchase-context.ts';
import type { Cart } from '../domain/cart.ts';
import { openGroups, requestsOf, withErrors } from '../domain/cart.ts';

export interface CheckedCart {
  /** The cart with what is wrong with each line now. */
  readonly cart: Cart;
  readonly accepted: readonly AcceptedLine[];
  readonly refused: readonly RefusedLine[];
  readonly context: PurchaseContext;
}

/** ORD-1: checks every line that is still to be ordered as an order would, at today's prices; writes nothing. */
export async function checkCart(cart: Cart, buying: Buying, deps: CommerceDeps): Promise<CheckedCart> {
  const open = [...openGroups(cart).values()].flat().sort((a, b) => a.id - b.id);
  const requests = requestsOf(open);
  const context = await loadPurchaseContext(buying, requests, deps);
  const { accepted, refused } = checkLines(requests, context);
  const code = ({ refusal }: RefusedLine) => ({ code: codeOf(refusal), description: textOf(refusal) });
  return { cart: { ...cart, lines: withErrors(cart, refused, code) }, accepted, refused, context };
}

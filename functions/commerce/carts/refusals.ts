import { busy, define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a cart is refused. */
export const cartsRefusals = {
  cart_not_found: define(404, 800008, 'The cart was not found or has expired.'),
  cart_in_progress: busy(800064, 'The cart is being processed: try again shortly.'),
  cart_already_ordered: define(400, 800065, 'The cart was ordered already.'),
  cart_items_refused: define(400, 800009, 'Some items of the cart are refused.'),
} as const satisfies RefusalTable;

export type CartsRefusal = keyof typeof cartsRefusals;

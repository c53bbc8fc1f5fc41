import { checkOutCart } from './operations/check-out-cart.ts';
import { createCart } from './operations/create-cart.ts';
import { expireCarts } from './operations/expire-carts.ts';
import { replaceCart } from './operations/replace-cart.ts';
import { validateCart } from './operations/validate-cart.ts';
import { viewCart } from './operations/view-cart.ts';

/** What answers each route of the slice. */
export const cartsOperations = {
  createCart,
  viewCart,
  replaceCart,
  checkOutCart,
  validateCart,
} as const;

/** What each job of the slice does. */
export const cartsJobFunctions = {
  expireCarts,
} as const;

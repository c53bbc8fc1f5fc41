import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { dueIndex } from '../../subscriptions/index.ts';
import type { Cart } from '../domain/cart.ts';
import { cartItem } from './cart-item.ts';
import { cartKey } from './keys.ts';

export const cartStore = (table: Table) => ({
  async load(scope: CustomerScope & { cartId: string }): Promise<Cart | undefined> {
    const item = await table.get(cartKey(scope), { consistent: true });
    return item && cartItem.fromItem(item);
  },
});

/** Saves a cart; fails when it was saved since it was loaded. A cart raises no event: nobody follows it. */
export const cartWrite = (after: Cart): Write => {
  const due = dueIndex('CARTEXPIRY', after.cartId, after.validUntil);
  return putIfVersion(cartItem.toItem({ ...cartKey(after), ...due }, after), after.version - 1);
};

export const cartRemoval = (cart: Cart): Write => ({
  delete: cartKey(cart),
  if: { kind: 'equals', values: { version: cart.version } },
});

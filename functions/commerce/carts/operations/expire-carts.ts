import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { dueQueries } from '../../subscriptions/index.ts';
import { cartItem } from '../store/cart-item.ts';
import { cartRemoval } from '../store/cart-store.ts';
import type { CartsDeps } from './dependencies.ts';

/** Removes carts that are seven days old. Nobody sees an expired cart anyway, so a late run harms nothing. */
export const expireCarts: Walk<CartsDeps> = {
  due: ({ scheduledAt }) => [dueQueries('CARTEXPIRY', addMs(instant(scheduledAt), 1))],
  async each(item, _, { table }) {
    try {
      await table.write([cartRemoval(cartItem.fromItem(item))]);
      return { removed: 1 };
    } catch (error) {
      if (error instanceof WriteConflictError) return {};
      throw error;
    }
  },
  counts: { removed: 0 },
};

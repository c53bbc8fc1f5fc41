import type { Key } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const CART_PREFIX = 'CART#';
export const cartKey = (scope: CustomerScope & { cartId: string }): Key => ({
  pk: customerPartition(scope),
  sk: CART_PREFIX + scope.cartId,
});

import type { Key } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const ORDER_PREFIX = 'ORDER#';
export const orderKey = (scope: CustomerScope & { orderId: string }): Key => ({
  pk: customerPartition(scope),
  sk: ORDER_PREFIX + scope.orderId,
});

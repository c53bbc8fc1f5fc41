import type { Table } from '../../../../shared/dynamo/table.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { orderStore } from '../store/order-store.ts';

/** What an order bought, made or still to be made; undefined where the partner placed no such order for the customer. */
export async function subscriptionsOfOrder(
  order: CustomerScope & { orderId: string },
  table: Table,
): Promise<readonly string[] | undefined> {
  return (await orderStore(table).load(order))?.lines.map(({ subscriptionId }) => subscriptionId);
}

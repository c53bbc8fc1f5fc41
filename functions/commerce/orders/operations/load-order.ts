import type { RelatedCustomer } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Order } from '../domain/order.ts';
import { orderStore } from '../store/order-store.ts';
import type { OrdersDeps } from './dependencies.ts';

/** The order of the path, if this partner placed it for this customer (SUB-7); anyone else's does not exist. */
export async function loadOrder(
  call: {
    readonly caller: Caller;
    readonly customer: RelatedCustomer;
    readonly path: { readonly orderId: string };
  },
  { table }: OrdersDeps,
): Promise<Result<Order, Refusal<'order_not_found'>>> {
  const order = await orderStore(table).load({
    partnerId: call.caller.tenantId,
    customerId: call.customer.customerId,
    orderId: call.path.orderId.toLowerCase(),
  });
  return order ? ok(order) : refuse('order_not_found');
}

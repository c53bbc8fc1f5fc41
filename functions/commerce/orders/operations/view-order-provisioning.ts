import { createHash } from 'node:crypto';
import { collection } from '../../../../shared/contracts/wire.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { subscriptionStore } from '../../subscriptions/index.ts';
import type { OrdersOperation } from './dependencies.ts';
import { loadOrder } from './load-order.ts';

/** ORD-1: whether the subscription of each line is there. */
export const viewOrderProvisioning: OrdersOperation<'viewOrderProvisioning'> = async (call, deps) => {
  const found = await loadOrder(call, deps);
  if (!found.ok) return found;
  const { orderId, lines } = found.value;
  const ids = lines.map(({ subscriptionId }) => subscriptionId);
  const made = await subscriptionStore(deps.table).loadMany(found.value, ids);
  const items = lines.map(({ lineNumber, quantity, subscriptionId }) => {
    const status = made.has(subscriptionId) ? ('fulfilled' as const) : ('unfulfilled' as const);
    return {
      orderLineItemId: lineId(orderId, lineNumber),
      lineItemNumber: lineNumber,
      status,
      quantityProvisioningInformation: [{ quantity, status }],
      attributes: { objectType: 'OrderLineItemProvisioningStatus' as const },
    };
  });
  return ok({ status: 200, body: collection(items) });
};

/** A line is known by its order and number; who wants one id for it gets a hash of both. */
const lineId = (orderId: string, lineNumber: number): string =>
  guidFromHex(createHash('sha256').update(`${orderId} ${lineNumber}`).digest('hex'));

import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import { newBusinessRefusal } from '../../../shared/http/authorize.ts';
import { etagMatches, etagOf } from '../../../shared/http/etag.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { BillingCycle } from '../domain/offer.ts';
import { buyAddOns } from './buy-add-ons.ts';
import { changeCycle } from './change-cycle.ts';
import type { CommerceDeps, CommerceOperation } from './dependencies.ts';
import { fulfilOrder } from './fulfil-order.ts';
import { loadOrder } from './load-order.ts';
import { toOrderWire } from './order-wire.ts';

/**
 * Commerce contract 8.4: which of three things is meant. Cancelling is answered by telling to suspend; a line that
 * names a base and no subscription buys an add-on into this order; another billing cycle moves all its subscriptions.
 * Anything else changes nothing and answers the order.
 */
export const changeOrder: CommerceOperation<'changeOrder'> = async (call, deps) => {
  const order = await loadWhole(call, deps);
  if (!order.ok) return order;
  if (!etagMatches(call.ifMatch, etagOf(order.value.orderId, order.value.version))) return refuse('stale_etag');
  if (call.body.status?.toLowerCase() === 'cancelled') return refuse('order_not_cancellable');
  const addOns = (call.body.lineItems ?? []).filter(
    (line) => line.subscriptionId === undefined && line.parentSubscriptionId !== undefined,
  );
  const billingCycle = call.body.billingCycle as BillingCycle | undefined;
  const isCycleChange = billingCycle !== undefined && billingCycle !== order.value.billingCycle;
  if (addOns.length === 0 && !isCycleChange) return ok({ status: 200, body: toOrderWire(order.value) });
  const account = newBusinessRefusal(call.caller, call.at);
  if (account) return refuse(account);
  const changed = await retryOnConflict(async () => {
    const current = await loadWhole(call, deps);
    if (!current.ok) return current;
    return addOns.length > 0
      ? buyAddOns(current.value, addOns, call, deps)
      : changeCycle(current.value, billingCycle!, call, deps);
  });
  if (!changed.ok) return changed;
  await fulfilOrder(changed.value, call, deps.table);
  return ok({ status: 200, body: toOrderWire(changed.value) });
};

/** The order with all its subscriptions: one that was interrupted is finished first. */
async function loadWhole(
  call: Parameters<typeof loadOrder>[0] & Parameters<typeof fulfilOrder>[1],
  deps: CommerceDeps,
) {
  const found = await loadOrder(call, deps);
  if (!found.ok || found.value.status !== 'pending') return found;
  await fulfilOrder(found.value, call, deps.table);
  return loadOrder(call, deps);
}

import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { newBusinessRefusal } from '../../../../shared/http/authorize.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { buyAddOns } from './buy-add-ons.ts';
import { changeCycle } from './change-cycle.ts';
import { completeOrder } from './complete-order.ts';
import type { OrdersDeps, OrdersOperation } from './dependencies.ts';
import { loadOrder } from './load-order.ts';
import { toOrderWire } from './order-wire.ts';

/**
 * Commerce contract 8.4: which of three things is meant. Cancelling is answered by telling to suspend; a line that
 * names a base and no subscription buys an add-on into this order; another billing cycle moves all its subscriptions.
 * Anything else changes nothing and answers the order.
 */
export const changeOrder: OrdersOperation<'changeOrder'> = async (call, deps) => {
  const done = await retryOnConflict(() => changeOnce(call, deps));
  if (!done.ok) return done;
  const { order, isChanged } = done.value;
  if (isChanged) await completeOrder(order, call, deps.table);
  return ok({ status: 200, body: toOrderWire(order) });
};

/** Decides on the order as it is now: after a lost race also whether the etag still fits and what is left to change. */
async function changeOnce(call: Parameters<OrdersOperation<'changeOrder'>>[0], deps: OrdersDeps) {
  const found = await loadWhole(call, deps);
  if (!found.ok) return found;
  const order = found.value;
  if (!etagMatches(call.ifMatch, etagOf(order.orderId, order.version))) return refuse('stale_etag');
  if (call.body.status?.toLowerCase() === 'cancelled') return refuse('order_not_cancellable');
  const addOns = (call.body.lineItems ?? []).filter(
    (line) => line.subscriptionId === undefined && line.parentSubscriptionId !== undefined,
  );
  const billingCycle = call.body.billingCycle as BillingCycle | undefined;
  const newCycle = billingCycle === order.billingCycle ? undefined : billingCycle;
  if (addOns.length === 0 && newCycle === undefined) return ok({ order, isChanged: false });
  if (order.status === 'pending') return refuse(addOns.length > 0 ? 'order_in_progress' : 'order_provisioning');
  const account = newBusinessRefusal(call.caller, call.at);
  if (account) return refuse(account);
  const changed =
    addOns.length > 0 ? await buyAddOns(order, addOns, call, deps) : await changeCycle(order, newCycle!, call, deps);
  return changed.ok ? ok({ order: changed.value, isChanged: true }) : changed;
}

/** The order with all its subscriptions: one that was interrupted is finished first, as far as one call gets. */
async function loadWhole(
  call: Parameters<typeof loadOrder>[0] & Parameters<typeof completeOrder>[1],
  deps: OrdersDeps,
) {
  const found = await loadOrder(call, deps);
  if (!found.ok || found.value.status !== 'pending') return found;
  await completeOrder(found.value, call, deps.table);
  return loadOrder(call, deps);
}

import { WRITES_MAX } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { BillingCycle } from '../../catalogue/index.ts';
import { type Subscription, savedSteps, settleSubscription } from '../../subscriptions/index.ts';
import type { Order } from '../domain/order.ts';
import { orderWrites } from '../store/order-store.ts';
import { decideCycleChange } from './decide-cycle-change.ts';
import type { OrdersDeps, OrdersRoutes } from './dependencies.ts';
import { isDueFirst, loadFamily } from './load-family.ts';
import { toOrderWire } from './order-wire.ts';

/** Subscriptions whose end of term is recorded at once, when the daily job has still to come. */
const SETTLED_AT_ONCE = 10;

type PatchCall = Call<OrdersRoutes['changeOrder']>;

/**
 * ORD-3: changes the billing cycle of all subscriptions of an order and their add-ons: each begins a new term today at
 * the price in force. In one transaction where they fit; else the order is the commit point and they follow it, in
 * steps that are bounded and can be repeated ({@link followCycleChange}).
 */
export async function changeCycle(order: Order, billingCycle: BillingCycle, call: PatchCall, deps: OrdersDeps) {
  const { table } = deps;
  const steps = await decideCycleChange(await settledFamily(order, call, deps), billingCycle, call.at, deps);
  if (!steps.ok) return steps;
  const changed: Order = { ...order, billingCycle, version: order.version + 1 };
  const whole = [
    ...orderWrites(changed, call),
    call.customer.unchanged,
    ...call.once.complete({ status: 200, body: toOrderWire(changed) }),
    ...savedSteps(steps.value, call.cause),
  ];
  if (whole.length <= WRITES_MAX) {
    await table.write(whole);
    return ok(changed);
  }
  const pending: Order = { ...changed, status: 'pending', cycleChange: { at: call.at, billingCycle } };
  const complete = call.once.complete({ status: 200, body: toOrderWire(pending) });
  await table.write([...orderWrites(pending, call), call.customer.unchanged, ...complete]);
  return ok(pending);
}

/** The order's subscriptions with all their add-ons, after everything that has fallen due. */
async function settledFamily(order: Order, call: PatchCall, deps: OrdersDeps): Promise<readonly Subscription[]> {
  const found = await loadFamily(order, deps);
  const due = found.filter((of) => isDueFirst(of, order, call.at));
  if (due.length === 0) return found;
  for (let start = 0; start < due.length; start += SETTLED_AT_ONCE)
    await Promise.all(
      due
        .slice(start, start + SETTLED_AT_ONCE)
        .map(({ subscriptionId }) => settleSubscription({ ...order, subscriptionId }, call.at, call.cause, deps)),
    );
  return loadFamily(order, deps);
}

import { WRITES_MAX } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { type BillingCycle, catalogueStore, findOffer } from '../../catalogue/index.ts';
import {
  firstTerm,
  isTermOver,
  recycled,
  type Subscription,
  type SubscriptionStep,
  settleSubscription,
  statusAt,
  stepsBehind,
  stepWrites,
  subscriptionStore,
  termPrices,
} from '../../subscriptions/index.ts';
import { cycleChangeRefusal, type Order } from '../domain/order.ts';
import { orderWrites } from '../store/order-store.ts';
import type { OrdersDeps, OrdersRoutes } from './dependencies.ts';
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
  const family = await loadFamily(order, call, deps);
  const { offers } = await catalogueStore(table)
    .read()
    .then((catalogue) => ({
      offers: family.map(({ offerId }) => findOffer(catalogue, offerId)).filter((offer) => offer !== undefined),
    }));
  const ids = new Set(family.map(({ subscriptionId }) => subscriptionId));
  const living = family.map((of) => ({ ...of, status: statusAt(of, call.at) }));
  const name = cycleChangeRefusal(living, offers, billingCycle);
  if (name) return refuse(name);
  const hasForeignBase = living.some(
    ({ status, parentSubscriptionId }) =>
      status !== 'deleted' && parentSubscriptionId && !ids.has(parentSubscriptionId),
  );
  if (hasForeignBase) return refuse('billing_cycle_mismatch');
  const steps = await familySteps(living, billingCycle, call, deps);
  if (!steps.ok) return steps;
  const changed: Order = { ...order, billingCycle, version: order.version + 1 };
  const whole = [
    ...orderWrites(changed, call),
    call.customer.unchanged,
    ...call.once.complete({ status: 200, body: toOrderWire(changed) }),
    ...steps.value.flatMap((step) => stepWrites(step, call.cause)),
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
async function loadFamily(order: Order, call: PatchCall, deps: OrdersDeps): Promise<Subscription[]> {
  const store = subscriptionStore(deps.table);
  const ids = order.lines.map(({ subscriptionId }) => subscriptionId);
  const found = await store.loadMany(order, ids);
  const due = [...found.values()].filter(
    (of) => isTermOver(of, call.at) && !found.has(of.parentSubscriptionId ?? of.orderId),
  );
  for (let start = 0; start < due.length; start += SETTLED_AT_ONCE)
    await Promise.all(
      due
        .slice(start, start + SETTLED_AT_ONCE)
        .map(({ subscriptionId }) => settleSubscription({ ...order, subscriptionId }, call.at, call.cause, deps)),
    );
  const own = await store.loadMany(order, ids);
  const addOnIds = [...own.values()].flatMap((of) => of.addOnIds).filter((id) => !own.has(id));
  return [...own.values(), ...(await store.loadMany(order, addOnIds)).values()];
}

async function familySteps(
  living: readonly Subscription[],
  billingCycle: BillingCycle,
  { at }: PatchCall,
  { table }: OrdersDeps,
) {
  const prices = termPrices(at, table);
  const byId = new Map(living.map((of) => [of.subscriptionId, of]));
  const steps: SubscriptionStep[] = [];
  for (const before of living.filter(({ status }) => status !== 'deleted')) {
    const lock = await prices(before);
    if (!lock)
      return refuse('offer_not_in_market', {
        description: `${before.offerName} has no price in ${before.currency} today, so no new term can begin.`,
      });
    if (before.parentSubscriptionId !== undefined) continue;
    const after = recycled(before, billingCycle, firstTerm(utcDay(at), lock));
    const addOns = after.addOnIds.flatMap((id) => byId.get(id) ?? []);
    const following = await stepsBehind(after, addOns, at, prices);
    steps.push({ before, after, trigger: 'changeCycle', occurredAt: at }, ...following);
  }
  return ok(steps);
}

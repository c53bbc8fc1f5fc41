import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { type BillingCycle, catalogueStore, findOffer } from '../../catalogue/index.ts';
import { missingRateText } from '../../price-lists/index.ts';
import {
  firstTerm,
  missingRateOfTerm,
  recycled,
  renewalAwaits,
  type Subscription,
  type SubscriptionStep,
  statusAt,
  stepsBehind,
  termPrices,
} from '../../subscriptions/index.ts';
import { cycleChangeRefusal } from '../domain/order.ts';
import type { OrdersDeps } from './dependencies.ts';

/**
 * ORD-3: the steps with which all subscriptions of an order, and their add-ons, change the billing cycle, or why they may not.
 * Writes nothing: who changes it and who asks what that would cost are refused alike.
 * @param family the order's subscriptions with all their add-ons, after everything that has fallen due.
 */
export async function decideCycleChange(
  family: readonly Subscription[],
  billingCycle: BillingCycle,
  at: Instant,
  deps: Pick<OrdersDeps, 'table'>,
) {
  const catalogue = await catalogueStore(deps.table).read();
  const offers = family.map(({ offerId }) => findOffer(catalogue, offerId)).filter((offer) => offer !== undefined);
  const ids = new Set(family.map(({ subscriptionId }) => subscriptionId));
  const living = family.map((of) => ({ ...of, status: statusAt(of, at) }));
  const name = cycleChangeRefusal(living, offers, billingCycle);
  if (name) return refuse(name);
  const hasForeignBase = living.some(
    ({ status, parentSubscriptionId }) =>
      status !== 'deleted' && parentSubscriptionId && !ids.has(parentSubscriptionId),
  );
  if (hasForeignBase) return refuse('billing_cycle_mismatch');
  for (const of of living) {
    const waits = await renewalAwaits(of, at, deps);
    if (waits) return refuse('order_in_progress', { description: waits });
  }
  return familySteps(living, billingCycle, at, deps);
}

async function familySteps(
  living: readonly Subscription[],
  billingCycle: BillingCycle,
  at: Instant,
  { table }: Pick<OrdersDeps, 'table'>,
) {
  const prices = termPrices(at, table);
  const byId = new Map(living.map((of) => [of.subscriptionId, of]));
  const steps: SubscriptionStep[] = [];
  for (const before of living.filter(({ status }) => status !== 'deleted')) {
    const lock = await prices(before);
    if (!lock) {
      const missing = await missingRateOfTerm(before, at, table);
      const why = missing ? missingRateText(missing) : `there is no price in ${before.currency} today`;
      return refuse('offer_not_in_market', { description: `${before.offerName} begins no new term: ${why}.` });
    }
    if (before.parentSubscriptionId !== undefined) continue;
    const after = recycled(before, billingCycle, firstTerm(utcDay(at), lock));
    const addOns = after.addOnIds.flatMap((id) => byId.get(id) ?? []);
    const following = await stepsBehind(after, addOns, at, prices);
    steps.push({ before, after, trigger: 'changeCycle', occurredAt: at }, ...following);
  }
  return ok(steps);
}

import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { Subscription } from '../domain/subscription.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { decideChange } from './decide-change.ts';
import type { SubscriptionsDeps, SubscriptionsOperation, SubscriptionsRoutes } from './dependencies.ts';
import { loadSubscription, scopeOf } from './load-subscription.ts';
import { saveWithAddOns } from './save-family.ts';
import { seatsGivenBack, settleSubscription } from './settle-subscription.ts';
import { isSettledFirst } from './settled-view.ts';
import { toSubscriptionWire } from './subscription-wire.ts';

type PatchCall = Call<SubscriptionsRoutes['changeSubscription']>;

/**
 * SUB-2 to SUB-5, ORD-5: changes seats, status, name, renewal flag or reseller of record, all together or nothing.
 * Members that equal what is stored are ignored. Seats added and a new term are purchases, with all their checks; a
 * suspension is not: an ended agreement must not trap a partner. Add-ons follow their base.
 */
export const changeSubscription: SubscriptionsOperation<'changeSubscription'> = async (call, deps) => {
  const { table } = deps;
  const done = await retryOnConflict(async () => {
    const loaded = await loadSettled(call, deps);
    if (!loaded.ok) return loaded;
    const before = loaded.value;
    if (!etagMatches(call.ifMatch, etagOf(before.subscriptionId, before.version))) return refuse('stale_etag');
    const decided = await decideChange({ before, parent: await parentOf(before, deps) }, wishOf(call), call, deps);
    if (!decided.ok) return decided;
    const { step, writes } = decided.value;
    if (!step) return ok(before);
    const released = Math.max(0, before.quantity - step.after.quantity);
    const also = [...writes, ...(await seatsGivenBack(before, released, table)), call.customer.unchanged];
    await saveWithAddOns(step, { cause: call.cause, also }, table);
    return ok(step.after);
  });
  if (!done.ok) return done;
  const catalogue = await catalogueStore(table).read();
  return ok({
    status: 200,
    body: await toSubscriptionWire(done.value, { at: call.at, catalogue, licences: deps.licences }),
  });
};

/**
 * The subscription after everything that has fallen due before this change, also of its base: a term that a suspended
 * add-on comes back to is that of the base as it is now.
 */
async function loadSettled(call: PatchCall, deps: SubscriptionsDeps) {
  const found = await loadSubscription(call, deps);
  if (!found.ok || !isSettledFirst(found.value, call.at)) return found;
  const { status, parentSubscriptionId, subscriptionId } = found.value;
  const due = status === 'suspended' && parentSubscriptionId !== undefined ? parentSubscriptionId : subscriptionId;
  await settleSubscription({ ...scopeOf(call), subscriptionId: due }, call.at, call.cause, deps);
  return loadSubscription(call, deps);
}

async function parentOf(
  { parentSubscriptionId, ...of }: Subscription,
  { table }: SubscriptionsDeps,
): Promise<Subscription | undefined> {
  if (parentSubscriptionId === undefined) return undefined;
  return subscriptionStore(table).load({ ...of, subscriptionId: parentSubscriptionId });
}

const wishOf = ({ body }: PatchCall) => ({
  quantity: body.quantity,
  status: body.status,
  friendlyName: body.friendlyName,
  autoRenewEnabled: body.autoRenewEnabled,
  resellerOfRecord: body.partnerId,
  billingCycle: body.billingCycle,
});

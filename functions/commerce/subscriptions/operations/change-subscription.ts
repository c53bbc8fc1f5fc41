import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { decideChange } from './decide-change.ts';
import type { SubscriptionsOperation, SubscriptionsRoutes } from './dependencies.ts';
import { baseOf, loadSettled } from './load-settled.ts';
import { scopeOf } from './load-subscription.ts';
import { saveWithAddOns } from './save-family.ts';
import { seatsGivenBack } from './settle-subscription.ts';
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
    const before = await loadSettled(scopeOf(call), call, deps);
    if (!before) return refuse('subscription_not_found');
    if (!etagMatches(call.ifMatch, etagOf(before.subscriptionId, before.version))) return refuse('stale_etag');
    const decided = await decideChange({ before, parent: await baseOf(before, deps) }, wishOf(call), call, deps);
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
    body: await toSubscriptionWire(done.value, { at: call.at, catalogue, table }),
  });
};

const wishOf = ({ body }: PatchCall) => ({
  quantity: body.quantity,
  status: body.status,
  friendlyName: body.friendlyName,
  autoRenewEnabled: body.autoRenewEnabled,
  resellerOfRecord: body.partnerId,
  billingCycle: body.billingCycle,
});

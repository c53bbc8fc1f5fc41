import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { baseOf, decideChange, type Subscription, saveWithAddOns, seatsGivenBack } from '../../subscriptions/index.ts';
import type { DirectOperation, DirectRoutes } from './dependencies.ts';
import { directBuying } from './direct-buying.ts';
import { toDirectWire } from './direct-wire.ts';
import { loadMine } from './load-mine.ts';

type PatchCall = Call<DirectRoutes['changeMySubscription']>;

/**
 * CUS-3, SUB-2 to SUB-4: seats, name and renewal of a direct subscription, and its return within 60 days, all together or nothing.
 * Its end is asked for elsewhere, because that may be support's (ORD-7). What a partner sold is refused with whom to ask.
 */
export const changeMySubscription: DirectOperation<'changeMySubscription'> = async (call, deps) => {
  const { at, cause, caller, path } = call;
  const { table } = deps;
  const buying = await directBuying({ ...call, account: caller.account }, deps);
  const done = await retryOnConflict(async () => {
    const found = await loadMine({ customerId: caller.tenantId, ...path }, call, deps);
    if (!found.ok) return found;
    const before = found.value;
    if (!etagMatches(call.ifMatch, etagOf(before.subscriptionId, before.version))) return refuse('stale_etag');
    const field = fixedIn(call.body, before);
    if (field) return refuse('invalid_property', { field, description: FIXED[field] });
    const { quantity, status, friendlyName, autoRenewEnabled } = call.body;
    const wish = { quantity, status, friendlyName, autoRenewEnabled };
    const decided = await decideChange({ before, parent: await baseOf(before, deps) }, wish, buying, deps);
    if (!decided.ok) return decided;
    const { step, writes } = decided.value;
    if (!step) return ok(before);
    const released = Math.max(0, before.quantity - step.after.quantity);
    const also = [...writes, ...(await seatsGivenBack(before, released, table)), buying.customer.unchanged];
    await saveWithAddOns(step, { cause, also }, table);
    return ok(step.after);
  });
  if (!done.ok) return done;
  const [body] = await toDirectWire([done.value], { at, catalogue: await catalogueStore(table).read(), table });
  return ok({ status: 200, body: body! });
};

const FIXED = {
  status: 'A direct subscription is cancelled by POST /v1/my/subscriptions/{id}/cancel.',
  billingCycle: 'The billing cycle of a direct subscription does not change: cancel it and buy anew.',
} as const;

/** What the body asks for that is not changed here. */
function fixedIn({ status, billingCycle }: PatchCall['body'], before: Subscription): keyof typeof FIXED | undefined {
  if (status !== undefined && status !== 'active' && status !== before.status) return 'status';
  return billingCycle !== undefined && billingCycle !== before.billingCycle ? 'billingCycle' : undefined;
}

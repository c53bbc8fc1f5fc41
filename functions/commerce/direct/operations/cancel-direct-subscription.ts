import { accessKeys } from '../../../../shared/identity/access.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { Subscription } from '../../subscriptions/index.ts';
import { cancelDirect } from './cancel-direct.ts';
import type { DirectDeps, DirectOperation } from './dependencies.ts';
import { toDirectWire } from './direct-wire.ts';
import { loadDirect, loadMine } from './load-mine.ts';

/** ORD-7, CUS-3: the customer cancels what it bought direct. */
export const cancelMySubscription: DirectOperation<'cancelMySubscription'> = async (call, deps) => {
  const wanted = { customerId: call.caller.tenantId, ...call.path };
  const found = await loadMine(wanted, call, deps);
  if (!found.ok) return found;
  const holds = [{ check: accessKeys.account(wanted.customerId), if: { kind: 'present' } }] as const;
  const request = { ...call, holds, requestId: call.once.id('service request') };
  const done = await cancelDirect(async () => (await loadDirect(wanted, call, deps)) ?? found.value, request, deps);
  return done.ok ? ok({ status: 200, body: await shown(done.value, call, deps) }) : done;
};

/** ORD-7: a partner with delegated administration cancels it on the customer's behalf, as the customer itself would. */
export const cancelDirectSubscription: DirectOperation<'cancelDirectSubscription'> = async (call, deps) => {
  const { customerId } = call.customer;
  const wanted = { customerId, subscriptionId: call.path.subscriptionId };
  const found = await loadDirect(wanted, call, deps);
  if (!found) return refuse('subscription_not_found');
  const request = {
    ...call,
    holds: [call.customer.unchanged],
    partnerId: call.caller.tenantId,
    requestId: call.once.id('service request'),
  };
  const done = await cancelDirect(async () => (await loadDirect(wanted, call, deps)) ?? found, request, deps);
  return done.ok ? ok({ status: 200, body: await shown(done.value, call, deps) }) : done;
};

async function shown(of: Subscription, { at }: { at: Parameters<typeof toDirectWire>[1]['at'] }, deps: DirectDeps) {
  const view = { at, catalogue: await catalogueStore(deps.table).read(), table: deps.table };
  return (await toDirectWire([of], view))[0]!;
}

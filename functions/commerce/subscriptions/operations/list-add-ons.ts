import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';
import { toSubscriptionsWire } from './subscription-wire.ts';

/** SUB-2: the add-ons of a base; an add-on has none. */
export const listAddOns: SubscriptionsOperation<'listAddOns'> = async (call, deps) => {
  const base = await loadSubscription(call, deps);
  if (!base.ok) return base;
  const addOns = await subscriptionStore(deps.table).loadMany(base.value, base.value.addOnIds);
  const view = { at: call.at, catalogue: await catalogueStore(deps.table).read(), licences: deps.licences };
  const items = await toSubscriptionsWire([...addOns.values()], view);
  return ok({ status: 200, body: collection(items) });
};

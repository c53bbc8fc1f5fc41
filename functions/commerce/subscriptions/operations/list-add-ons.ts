import { collection } from '../../../../shared/contracts/wire.ts';
import { isWhole, SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';
import { toSubscriptionsWire } from './subscription-wire.ts';

/** SUB-2: the add-ons of a base, in the order in which they were bought; an add-on has none. */
export const listAddOns: SubscriptionsOperation<'listAddOns'> = async (call, deps) => {
  const base = await loadSubscription(call, deps);
  if (!base.ok) return base;
  const page = await seekPage(call, subscriptionStore(deps.table).addOnsOf(base.value), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const view = { at: call.at, catalogue: await catalogueStore(deps.table).read(), table: deps.table };
  const wire = await toSubscriptionsWire(items, view);
  return ok({ status: 200, body: isWhole(call, page.value) ? collection(wire) : collection(wire, links, token) });
};

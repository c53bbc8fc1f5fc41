import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';
import { toSubscriptionWire } from './subscription-wire.ts';

/** SUB-4, SUB-7: one subscription, with the status that counts now. */
export const viewSubscription: SubscriptionsOperation<'viewSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const catalogue = await catalogueStore(deps.table).read();
  const body = await toSubscriptionWire(found.value, { at: call.at, catalogue, table: deps.table });
  return ok({ status: 200, body });
};

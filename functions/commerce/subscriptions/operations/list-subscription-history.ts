import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

/** API-3: every change of a subscription, of whatever age, with what was before and after. */
export const listSubscriptionHistory: SubscriptionsOperation<'listSubscriptionHistory'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const history = await subscriptionStore(deps.table).history(found.value);
  return ok({ status: 200, body: collection(history) });
};

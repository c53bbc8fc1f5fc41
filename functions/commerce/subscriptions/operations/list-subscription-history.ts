import { collection } from '../../../../shared/contracts/wire.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { historyOf } from '../store/history-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

/** API-3: every change of a subscription, of whatever age, oldest first, with what was before and after. */
export const listSubscriptionHistory: SubscriptionsOperation<'listSubscriptionHistory'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const page = await seekPage(call, historyOf(deps.table, found.value), WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: isWhole(call, page.value) ? collection(items) : collection(items, links, token) });
};

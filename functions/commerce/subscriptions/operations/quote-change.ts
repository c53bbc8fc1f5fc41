import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Buying } from '../../buying/index.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { ChangeWish } from '../domain/subscription-change.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import { decideChange } from './decide-change.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { quoteIntentions } from './quote-intentions.ts';
import { stepsBehind } from './save-family.ts';
import { isSettledFirst, settledView } from './settled-view.ts';
import { termPrices } from './term-prices.ts';

export interface QuoteCall extends Buying {
  readonly ifMatch?: string | undefined;
}

/**
 * BIL-9, SUB-2, SUB-3: what a change of seats or status would charge or credit if it was done now, with what it does to add-ons;
 * refused as the change would be. Writes nothing, also where something has fallen due that the change would record first.
 */
export async function quoteChange(
  stored: Subscription,
  wish: Pick<ChangeWish, 'quantity' | 'status'>,
  call: QuoteCall,
  deps: Pick<SubscriptionsDeps, 'table' | 'records'>,
) {
  const { table } = deps;
  const { at } = call;
  const { subscriptionId, addOnIds } = stored;
  // Seats of a base are no affair of its add-ons.
  const addOns =
    wish.status === undefined ? [] : [...(await subscriptionStore(table).loadMany(stored, addOnIds)).values()];
  const isSettled = (of: Subscription): boolean => of.subscriptionId === subscriptionId && isSettledFirst(of, at);
  const view = await settledView([stored, ...addOns], isSettled, at, deps);
  const settled = view.get(subscriptionId)!;
  const before = settled.now;
  if (!etagMatches(call.ifMatch, etagOf(subscriptionId, before.version))) return refuse('stale_etag');
  const parent = view.get(stored.parentSubscriptionId ?? '')?.now;
  const decided = await decideChange({ before, parent }, wish, call, deps);
  if (!decided.ok) return decided;
  const { step } = decided.value;
  if (!step) return ok(await quoteIntentions([], call, deps));
  const current = addOns.map((of) => view.get(of.subscriptionId)!.now);
  const following = await stepsBehind(step.after, current, at, termPrices(at, table));
  const intentions = [
    { of: { settled, step }, after: step.after, base: parent },
    ...following.map((other) => ({
      of: { settled: view.get(other.after.subscriptionId)!, step: other },
      after: other.after,
      base: step.after,
    })),
  ];
  return ok(await quoteIntentions(intentions, call, deps));
}

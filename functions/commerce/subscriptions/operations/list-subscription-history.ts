import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { collection } from '../../../../shared/contracts/wire.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

/** API-3: every change of a subscription with what was before and after, from the events that the changes raised. */
export const listSubscriptionHistory: SubscriptionsOperation<'listSubscriptionHistory'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const items = await subscriptionStore(deps.table).history(found.value);
  return ok({ status: 200, body: collection(items.flatMap(eventsOf).map(toWire)) });
};

function toWire(event: EventRecord) {
  const { before = {}, after = {} } = event.detail as Record<'before' | 'after', Record<string, unknown>>;
  const changed = (event.detail.changed as string[] | undefined) ?? Object.keys(after);
  return {
    sequence: event.aggregateVersion,
    at: event.occurredAt,
    type: event.type,
    by: event.actor.principalId ?? event.actor.kind,
    changes: Object.fromEntries(changed.map((name) => [name, beforeAndAfter(before[name], after[name])])),
  };
}

const beforeAndAfter = (before: unknown, after: unknown) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

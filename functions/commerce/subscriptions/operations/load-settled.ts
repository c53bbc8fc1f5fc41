import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Subscription } from '../domain/subscription.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import { type Scope, settleSubscription } from './settle-subscription.ts';
import { isSettledFirst } from './settled-view.ts';

/**
 * The subscription after everything that has fallen due before a change, also of its base: a term that a suspended add-on
 * comes back to is that of the base as it is now. Undefined where there is none.
 */
export async function loadSettled(
  scope: Scope,
  { at, cause }: { readonly at: Instant; readonly cause: Cause },
  deps: Pick<SubscriptionsDeps, 'table' | 'records'>,
): Promise<Subscription | undefined> {
  const store = subscriptionStore(deps.table);
  const found = await store.load(scope);
  if (!found) return undefined;
  if (!isSettledFirst(found, at)) return found;
  const { status, parentSubscriptionId, subscriptionId } = found;
  const due = status === 'suspended' && parentSubscriptionId !== undefined ? parentSubscriptionId : subscriptionId;
  await settleSubscription({ ...scope, subscriptionId: due }, at, cause, deps);
  return store.load(scope);
}

/** The base of an add-on as it is stored. */
export const baseOf = async (
  of: Subscription,
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<Subscription | undefined> =>
  of.parentSubscriptionId === undefined
    ? undefined
    : subscriptionStore(table).load({ ...of, subscriptionId: of.parentSubscriptionId });

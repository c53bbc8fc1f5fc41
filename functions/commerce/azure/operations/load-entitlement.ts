import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  amendSubscription,
  loadSubscription,
  type Subscription,
  type SubscriptionAmendment,
  type SubscriptionCall,
} from '../../subscriptions/index.ts';
import type { AzureDeps } from './dependencies.ts';

type NotUsage = Refusal<'subscription_not_found' | 'not_usage_based'>;
type NoEntitlement = Refusal<'entitlement_not_found'>;

/** The usage-based subscription of the path. */
export async function loadUsage(call: SubscriptionCall, deps: AzureDeps): Promise<Result<Subscription, NotUsage>> {
  const found = await loadSubscription(call, deps);
  return found.ok && found.value.billingType !== 'usage' ? refuse('not_usage_based') : found;
}

export type EntitlementCall = SubscriptionCall & { readonly path: { readonly entitlementId: string } };

/** The subscription whose entitlement the path names (USG-1: one each, of the same id). */
export async function loadEntitlement(
  call: EntitlementCall,
  deps: AzureDeps,
): Promise<Result<Subscription, NotUsage | NoEntitlement>> {
  const found = await loadUsage(call, deps);
  if (!found.ok) return found;
  return found.value.subscriptionId === call.path.entitlementId.toLowerCase() ? found : refuse('entitlement_not_found');
}

/** Changes what is said of metered use, once: `decide` says how, or that nothing changes, or why not. */
export const amendUsage = <Name extends string>(
  load: () => Promise<Result<Subscription, Refusal<Name>>>,
  decide: (before: Subscription) => Result<SubscriptionAmendment | undefined, Refusal<Name>>,
  call: { readonly at: Instant; readonly cause: Cause; readonly also: (after: Subscription) => readonly Write[] },
  deps: AzureDeps,
): Promise<Result<Subscription, Refusal<Name>>> =>
  retryOnConflict(async () => {
    const found = await load();
    if (!found.ok) return found;
    const decided = decide(found.value);
    if (!decided.ok) return decided;
    if (!decided.value) return found;
    return ok(await amendSubscription(found.value, decided.value, call, deps.table));
  });

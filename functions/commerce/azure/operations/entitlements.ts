import { collection } from '../../../../shared/contracts/wire.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { isGone, statusAt } from '../../subscriptions/index.ts';
import type { AzureOperation } from './dependencies.ts';
import { toEntitlementWire } from './entitlement-wire.ts';
import { amendUsage, loadEntitlement, loadUsage } from './load-entitlement.ts';

/** USG-1: customer, usage-based subscription, its one Azure entitlement. */
export const listAzureEntitlements: AzureOperation<'listAzureEntitlements'> = async (call, deps) => {
  const found = await loadUsage(call, deps);
  return found.ok ? ok({ status: 200, body: collection([toEntitlementWire(found.value, call.at)]) }) : found;
};

export const viewAzureEntitlement: AzureOperation<'viewAzureEntitlement'> = async (call, deps) => {
  const found = await loadEntitlement(call, deps);
  return found.ok ? ok({ status: 200, body: toEntitlementWire(found.value, call.at) }) : found;
};

/** Stops what was compromised; a second cancellation finds the first. */
export const cancelAzureEntitlement: AzureOperation<'cancelAzureEntitlement'> = async (call, deps) => {
  const found = await loadEntitlement(call, deps);
  if (!found.ok) return found;
  if (call.body.cancellationReason?.toLowerCase() !== 'compromise') return refuse('cancellation_reason_invalid');
  const done = await amendUsage<
    'subscription_not_found' | 'not_usage_based' | 'entitlement_not_found' | 'subscription_deleted'
  >(
    () => loadEntitlement(call, deps),
    (before) => {
      if (isGone(before, call.at)) return refuse('subscription_deleted');
      return ok(before.entitlementCancelledAt === undefined ? { entitlementCancelledAt: call.at } : undefined);
    },
    {
      ...call,
      also: (after) => [
        call.customer.unchanged,
        ...call.once.complete({ status: 200, body: toEntitlementWire(after, call.at) }),
      ],
    },
    deps,
  );
  return done.ok ? ok({ status: 200, body: toEntitlementWire(done.value, call.at) }) : done;
};

export const reactivateAzureEntitlement: AzureOperation<'reactivateAzureEntitlement'> = async (call, deps) => {
  const reply = { status: 202 as const };
  const done = await amendUsage<
    'subscription_not_found' | 'not_usage_based' | 'entitlement_not_found' | 'entitlement_not_reactivable'
  >(
    () => loadEntitlement(call, deps),
    (before) =>
      before.entitlementCancelledAt === undefined || statusAt(before, call.at) !== 'active'
        ? refuse('entitlement_not_reactivable')
        : ok({ entitlementCancelledAt: undefined }),
    { ...call, also: () => [call.customer.unchanged, ...call.once.complete(reply)] },
    deps,
  );
  return done.ok ? ok(reply) : done;
};

/** Nothing is sold once and for all, and no reservation: the clear answer to who asks. */
export const listEntitlements: AzureOperation<'listEntitlements'> = async () =>
  ok({ status: 200, body: collection<never>([]) });

export const viewArtifact: AzureOperation<'viewArtifact'> = async () => refuse('resource_not_found');

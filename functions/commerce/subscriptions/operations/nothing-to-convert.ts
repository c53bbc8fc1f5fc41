import { collection } from '../../../../shared/contracts/wire.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { SubscriptionsDeps, SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription, type SubscriptionCall } from './load-subscription.ts';

/** CAT-7: no trials and no switch from one plan to another. Whoever asks gets a clear answer, and nothing changes. */

/** An empty collection for a subscription that exists. */
const nothing = async (call: SubscriptionCall, deps: SubscriptionsDeps) => {
  const found = await loadSubscription(call, deps);
  return found.ok ? ok({ status: 200 as const, body: collection<never>([]) }) : found;
};

export const listConversions: SubscriptionsOperation<'listConversions'> = nothing;
export const listUpgrades: SubscriptionsOperation<'listUpgrades'> = nothing;
export const listTransitionEligibilities: SubscriptionsOperation<'listTransitionEligibilities'> = nothing;
export const listTransitions: SubscriptionsOperation<'listTransitions'> = nothing;
export const listSubscriptionActivationLinks: SubscriptionsOperation<'listSubscriptionActivationLinks'> = nothing;

export const convertSubscription: SubscriptionsOperation<'convertSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  return ok({
    status: 200,
    body: {
      subscriptionId: found.value.subscriptionId.toUpperCase(),
      offerId: found.value.offerId,
      targetOfferId: call.body?.targetOfferId ?? '',
      error: {
        code: 'conversions_not_found',
        description: 'There are no trials in this program, so there is nothing to convert: buy the offer.',
      },
      attributes: { objectType: 'ConversionResult' },
    },
  });
};

/** Ordinal of "subscription does not have any upgrade paths" (commerce contract 10). */
const NO_UPGRADE_PATHS = 7;

export const upgradeSubscription: SubscriptionsOperation<'upgradeSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const description =
    'There is no switch from one plan to another: buy the wanted plan, reassign the licences, then suspend this subscription.';
  return ok({
    status: 200,
    body: {
      sourceSubscriptionId: found.value.subscriptionId.toUpperCase(),
      upgradeType: 'none',
      upgradeErrors: [{ code: NO_UPGRADE_PATHS, description, attributes: { objectType: 'UpgradeError' } }],
      licenseErrors: [],
      attributes: { objectType: 'UpgradeResult' },
    },
  });
};

export const transitionSubscription: SubscriptionsOperation<'transitionSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  return found.ok
    ? refuse('operation_not_supported', { description: 'There is no switch from one plan to another.' })
    : found;
};

export const activateSubscription: SubscriptionsOperation<'activateSubscription'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  return found.ok ? refuse('already_activated') : found;
};

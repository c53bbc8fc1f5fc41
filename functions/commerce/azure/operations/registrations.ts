import { link } from '../../../../shared/contracts/wire.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { statusAt } from '../../subscriptions/index.ts';
import type { AzureOperation } from './dependencies.ts';
import { amendUsage, loadUsage } from './load-entitlement.ts';

/** Registers metered use, which takes no time here: a second registration finds the first (commerce contract 9.4). */
export const registerSubscription: AzureOperation<'registerSubscription'> = async (call, deps) => {
  const { customerId } = call.customer;
  const self = `/customers/${customerId}/subscriptions/${call.path.subscriptionId.toUpperCase()}`;
  const reply = { status: 202 as const, headers: { location: link(`${self}/registrationstatus`).uri } };
  const done = await amendUsage<'subscription_not_found' | 'not_usage_based' | 'not_active'>(
    () => loadUsage(call, deps),
    (before) =>
      statusAt(before, call.at) !== 'active'
        ? refuse('not_active')
        : ok(before.registeredAt === undefined ? { registeredAt: call.at } : undefined),
    { ...call, also: () => [call.customer.unchanged, ...call.once.complete(reply)] },
    deps,
  );
  return done.ok ? ok(reply) : done;
};

export const viewRegistrationStatus: AzureOperation<'viewRegistrationStatus'> = async (call, deps) => {
  const found = await loadUsage(call, deps);
  if (!found.ok) return found;
  return ok({
    status: 200,
    body: {
      subscriptionId: found.value.subscriptionId.toUpperCase(),
      status: found.value.registeredAt === undefined ? 'NotRegistered' : 'Registered',
      attributes: { objectType: 'SubscriptionRegistrationStatus' },
    },
  });
};

import { link } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

/** Whom the customer turns to about a subscription: the partner that sold it (commerce contract 9.4). */
export const viewSupportContact: SubscriptionsOperation<'viewSupportContact'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  if (!found.ok) return found;
  const { tenantId, name, partner } = call.caller.account;
  const { customerId, subscriptionId } = found.value;
  return ok({
    status: 200,
    body: {
      supportTenantId: tenantId,
      ...(partner?.mpnId !== undefined && { supportMpnId: partner.mpnId }),
      name,
      links: { self: link(`/customers/${customerId}/subscriptions/${subscriptionId.toUpperCase()}/supportcontact`) },
      attributes: { objectType: 'SupportContact' },
    },
  });
};

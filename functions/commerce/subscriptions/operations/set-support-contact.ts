import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { networkStore } from '../../buying/index.ts';
import { isGone, type SupportContact } from '../domain/subscription.ts';
import { amendSubscription } from './amend-subscription.ts';
import type { SubscriptionsDeps, SubscriptionsOperation, SubscriptionsRoutes } from './dependencies.ts';
import { loadSettled } from './load-settled.ts';
import { scopeOf } from './load-subscription.ts';
import { toSupportContactWire } from './view-support-contact.ts';

type PutCall = Call<SubscriptionsRoutes['setSupportContact']>;

/**
 * Whom the customer turns to about a subscription: one of the provider's own resellers, or, named by its own ids, the
 * partner itself (commerce contract 9.4).
 */
export const setSupportContact: SubscriptionsOperation<'setSupportContact'> = async (call, deps) => {
  const chosen = await chosenContact(call, deps);
  if (!chosen.ok) return chosen;
  const done = await retryOnConflict(async () => {
    const before = await loadSettled(scopeOf(call), call, deps);
    if (!before) return refuse('subscription_not_found');
    if (isGone(before, call.at)) return refuse('subscription_deleted');
    if (!etagMatches(call.ifMatch, etagOf(before.subscriptionId, before.version))) return refuse('stale_etag');
    if (isSame(before.supportContact, chosen.value)) return ok(before);
    const also = () => [call.customer.unchanged];
    return ok(await amendSubscription(before, { supportContact: chosen.value }, { ...call, also }, deps.table));
  });
  return done.ok ? ok({ status: 200, body: await toSupportContactWire(done.value, call, deps) }) : done;
};

type ContactRefusal = Refusal<'reseller_unknown' | 'reseller_not_partnered'>;

/** Undefined for the partner itself by its own name. */
async function chosenContact(
  { at, caller, body }: PutCall,
  { table }: SubscriptionsDeps,
): Promise<Result<SupportContact | undefined, ContactRefusal>> {
  const { supportTenantId: tenantId, supportMpnId: networkId, name } = body;
  const own = caller.account.partner?.mpnId;
  if (tenantId === caller.tenantId && (own === undefined || networkId === own))
    return ok(name === caller.account.name ? undefined : { tenantId, networkId, name });
  const standing = await networkStore(table).reseller(caller.tenantId, networkId, at);
  if (!standing.isKnown) return refuse('reseller_unknown');
  if (!standing.isPartnered || standing.resellerId !== tenantId) return refuse('reseller_not_partnered');
  return ok({ tenantId, networkId, name });
}

const isSame = (a: SupportContact | undefined, b: SupportContact | undefined): boolean =>
  a?.tenantId === b?.tenantId && a?.networkId === b?.networkId && a?.name === b?.name;

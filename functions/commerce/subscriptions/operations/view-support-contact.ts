import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { networkStore } from '../../buying/index.ts';
import type * as s from '../../schemas.ts';
import type { Subscription, SupportContact } from '../domain/subscription.ts';
import type { SubscriptionsDeps, SubscriptionsOperation } from './dependencies.ts';
import { loadSubscription } from './load-subscription.ts';

type ContactWire = z.input<typeof s.SupportContact>;

/** Whom the customer turns to about a subscription: the partner that sold it, or a reseller that it named (commerce contract 9.4). */
export const viewSupportContact: SubscriptionsOperation<'viewSupportContact'> = async (call, deps) => {
  const found = await loadSubscription(call, deps);
  return found.ok ? ok({ status: 200, body: await toSupportContactWire(found.value, call, deps) }) : found;
};

/** A reseller that works no longer under the partner supports nobody in its place: the partner does again. */
export async function toSupportContactWire(
  of: Subscription,
  { caller: { tenantId, account }, at }: { readonly caller: Caller; readonly at: Instant },
  { table }: Pick<SubscriptionsDeps, 'table'>,
): Promise<ContactWire> {
  const { customerId, subscriptionId, supportContact: named } = of;
  const own = { tenantId, networkId: account.partner?.mpnId, name: account.name };
  const contact = named && (await supportsForPartner(named, tenantId, at, table)) ? named : own;
  return {
    supportTenantId: contact.tenantId,
    ...(contact.networkId !== undefined && { supportMpnId: contact.networkId }),
    name: contact.name,
    links: { self: link(`/customers/${customerId}/subscriptions/${subscriptionId.toUpperCase()}/supportcontact`) },
    attributes: { objectType: 'SupportContact' },
  };
}

/** Whether a reseller that was named still works under the partner; it then supports the customer in its place. */
export async function supportsForPartner(
  { tenantId, networkId }: SupportContact,
  partnerId: string,
  at: Instant,
  table: Table,
): Promise<boolean> {
  if (tenantId === partnerId) return true;
  const standing = await networkStore(table).reseller(partnerId, networkId, at);
  return standing.isPartnered && standing.resellerId === tenantId;
}

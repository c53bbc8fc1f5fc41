import { collection, link } from '../../../../shared/contracts/wire.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { purchasesStore } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsOperation } from './dependencies.ts';
import { toSubscriptionsWire } from './subscription-wire.ts';

/** Whom `mpn_id` asks for; undefined for all, which the network id of a direct partner means. */
export const resellerAskedFor = ({ account }: Caller, mpnId: string | undefined): string | undefined =>
  account.partner?.programRole === 'directPartner' && mpnId === account.partner.mpnId ? undefined : mpnId;

/**
 * SUB-7, SUB-8: what this partner sold to a customer, in every state, oldest first. `order_id` keeps those of one
 * order, `mpn_id` those of a reseller of record; the network id of a direct partner means all of its own.
 */
export const listSubscriptions: SubscriptionsOperation<'listSubscriptions'> = async (call, { table, licences }) => {
  const scope = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const orderId = call.query.order_id?.toLowerCase();
  // Read before the subscriptions: an order that is completed in between is found among them.
  const pending = orderId ? (await purchasesStore(table).load(scope)).pending : [];
  const resellerOfRecord = resellerAskedFor(call.caller, call.query.mpn_id);
  const [all, catalogue] = await Promise.all([
    subscriptionStore(table).ofCustomer(scope),
    catalogueStore(table).read(),
  ]);
  const isOrder = pending.includes(orderId ?? '') || all.some((of) => of.orderId === orderId);
  if (orderId && !isOrder) return refuse('order_not_found');
  const kept = all.filter(
    (of) => (!orderId || of.orderId === orderId) && (!resellerOfRecord || of.resellerOfRecord === resellerOfRecord),
  );
  const view = { at: call.at, catalogue, licences };
  const items = await toSubscriptionsWire(kept, view);
  return ok({ status: 200, body: collection(items, { self: link(linkPath(call.rawPath)) }) });
};

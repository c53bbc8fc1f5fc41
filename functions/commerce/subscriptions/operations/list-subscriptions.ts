import { collection, link } from '../../../../shared/contracts/wire.ts';
import { countedList, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import type { Subscription } from '../domain/subscription.ts';
import { byAge, subscriptionStore } from '../store/subscription-store.ts';
import type { SubscriptionsDeps, SubscriptionsOperation } from './dependencies.ts';
import { toSubscriptionsWire } from './subscription-wire.ts';

/** Whom `mpn_id` asks for; undefined for all, which the network id of a direct partner means. */
export const resellerAskedFor = ({ account }: Caller, mpnId: string | undefined): string | undefined =>
  account.partner?.programRole === 'directPartner' && mpnId === account.partner.mpnId ? undefined : mpnId;

/**
 * SUB-7, SUB-8: what this partner sold to a customer, in every state. `order_id` keeps those of one order, `mpn_id` those
 * of a reseller of record; the network id of a direct partner means all of its own. All of it at once, oldest first; of a
 * customer of whom a page does not hold all, or where `size` says so, pages in the order of ids.
 */
export const listSubscriptions: SubscriptionsOperation<'listSubscriptions'> = async (call, deps) => {
  const scope = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const resellerOfRecord = resellerAskedFor(call.caller, call.query.mpn_id);
  const isWanted = (of: Subscription): boolean => !resellerOfRecord || of.resellerOfRecord === resellerOfRecord;
  const { order_id: orderId } = call.query;
  const list =
    orderId === undefined
      ? subscriptionStore(deps.table).ofCustomer(scope, isWanted)
      : await ofOrder({ ...scope, orderId: orderId.toLowerCase() }, isWanted, deps);
  if (!list) return refuse('order_not_found');
  const page = await seekPage(call, list, WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const all = isWhole(call, page.value);
  const view = { at: call.at, catalogue: await catalogueStore(deps.table).read(), table: deps.table };
  const wire = await toSubscriptionsWire(all ? [...items].sort(byAge) : items, view);
  const self = { self: link(linkPath(call.rawPath)) };
  return ok({ status: 200, body: all ? collection(wire, self) : collection(wire, links, token) });
};

/** Of one order, which has some hundred lines at most; undefined where there is no such order. */
async function ofOrder(
  order: CustomerScope & { orderId: string },
  isWanted: (of: Subscription) => boolean,
  { table, subscriptionsOfOrder }: SubscriptionsDeps,
): Promise<SoughtList<Subscription> | undefined> {
  const ids = await subscriptionsOfOrder(order);
  if (!ids) return undefined;
  const kept = [...(await subscriptionStore(table).loadMany(order, ids)).values()].filter(isWanted);
  return countedList(kept.length, ({ from, to }) => kept.slice(from, to));
}

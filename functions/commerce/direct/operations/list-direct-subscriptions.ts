import { collection, link } from '../../../../shared/contracts/wire.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { byAge, subscriptionStore } from '../../subscriptions/index.ts';
import type { DirectOperation } from './dependencies.ts';
import { toDirectWire } from './direct-wire.ts';

/** ORD-7: what the customer bought direct, for a partner that administers it, as the customer itself would see it. */
export const listDirectSubscriptions: DirectOperation<'listDirectSubscriptions'> = async (call, deps) => {
  const scope = { partnerId: DIRECT_CHANNEL, customerId: call.customer.customerId };
  const list = subscriptionStore(deps.table).ofCustomer(scope, () => true);
  const page = await seekPage(call, list, WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const all = isWhole(call, page.value);
  const view = { at: call.at, catalogue: await catalogueStore(deps.table).read(), table: deps.table };
  const wire = await toDirectWire(all ? [...items].sort(byAge) : items, view);
  const self = { self: link(linkPath(call.rawPath)) };
  return ok({ status: 200, body: all ? collection(wire, self) : collection(wire, links, token) });
};

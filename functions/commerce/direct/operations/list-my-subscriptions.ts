import { collection, link } from '../../../../shared/contracts/wire.ts';
import { soughtList } from '../../../../shared/dynamo/sought.ts';
import type { Query, Table } from '../../../../shared/dynamo/table.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { isDirect } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { byAge, soldTo, subscriptionOf, toSubscriptionsWire } from '../../subscriptions/index.ts';
import { partnersStore } from '../store/partners-store.ts';
import { sellersOf } from './contacts.ts';
import type { DirectOperation } from './dependencies.ts';
import { asCustomerSees, toDirectWire } from './direct-wire.ts';

/**
 * CUS-3, SUP-5: all that the customer has, bought direct or from any partner, each with who sold it and whom to turn to. Prices
 * stand at what it bought direct alone: those of partners are theirs.
 */
export const listMySubscriptions: DirectOperation<'listMySubscriptions'> = async (call, deps) => {
  const { caller, at } = call;
  const { table } = deps;
  const list = soughtList(table, await placesOf(caller.tenantId, table), { of: subscriptionOf });
  const page = await seekPage(call, list, WHOLE);
  if (!page.ok) return page;
  const { links, token } = page.value;
  const all = isWhole(call, page.value);
  const items = all ? [...page.value.items].sort(byAge) : page.value.items;
  const view = { at, catalogue: await catalogueStore(table).read(), table };
  const [sellers, sold, direct] = await Promise.all([
    sellersOf(items, at, table),
    toSubscriptionsWire(
      items.filter((of) => !isDirect(of)),
      view,
    ),
    toDirectWire(items.filter(isDirect), view),
  ]);
  const wires = new Map([...sold.map(asCustomerSees), ...direct].map((wire) => [wire.id.toLowerCase(), wire]));
  const wire = items.map((of) => ({
    ...wires.get(of.subscriptionId)!,
    soldBy: sellers.get(of.subscriptionId)!,
  }));
  const self = { self: link(linkPath(call.rawPath)) };
  return ok({ status: 200, body: all ? collection(wire, self) : collection(wire, links, token) });
};

/** Where it lies: what was bought direct, then what each partner sold, by the partners' ids. */
async function placesOf(customerId: string, table: Table): Promise<Query[]> {
  const places = [soldTo({ partnerId: DIRECT_CHANNEL, customerId })];
  for await (const page of partnersStore(table).ofCustomer(customerId))
    places.push(...page.map(({ partnerId }) => soldTo({ partnerId, customerId })));
  return places;
}

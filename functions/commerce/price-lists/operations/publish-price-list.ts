import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { publishList } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { changesOf, toPriceListWire } from './price-list-wire.ts';
import { publishWaitingOffers } from './publish-waiting-offers.ts';

/**
 * CAT-4: publishes a list for all partners at once, in force from the 1st, visible 30 days before. Then offers that
 * waited for a price go on sale; should this stop half-way, the list's own event does the rest.
 */
export const publishPriceList: PriceListsOperation<'publishPriceList'> = async (call, deps) => {
  const store = priceStore(deps.table);
  const published = await retryOnConflict(async () => {
    const [list, calendar] = await Promise.all([store.list(call.path.month), store.calendar()]);
    if (!list) return refuse('resource_not_found');
    const decided = publishList(list, calendar.published, call.at);
    if (!decided.ok) return decided;
    const reply = {
      status: 200 as const,
      body: toPriceListWire(decided.value, await changesOf(deps.table, decided.value)),
    };
    if (decided.value !== list)
      await store.publish(list, decided.value, calendar, { ...call, complete: call.once.complete(reply) });
    return ok(reply);
  });
  if (published.ok) await publishWaitingOffers(call, deps);
  return published;
};

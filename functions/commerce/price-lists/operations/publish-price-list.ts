import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type PriceList, publishList, wireMonth } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import { publicationStore } from '../store/publication-store.ts';
import { changesOf } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { toPriceListWire, toPublicationWire } from './price-list-wire.ts';
import { publishWaitingOffers } from './publish-waiting-offers.ts';

/** One for the list, and one more should another list have been published meanwhile. */
const STEPS_AT_ONCE = 2;

/** Saves of offers that go on sale within the call, some 600 offers; the list's own event does the rest. */
const SAVES_OF_OFFERS = 10;

/**
 * CAT-4: publishes a list for all partners at once, in force from the 1st, visible 30 days before. Then offers that
 * waited for a price go on sale, the first few hundred; the list's own event does the rest, and what stopped half-way. A list of more steps than
 * a call takes is accepted with 202, and its own events take them; a repeat says how far that has come.
 */
export const publishPriceList: PriceListsOperation<'publishPriceList'> = async (call, deps) => {
  const { table } = deps;
  const { month } = call.path;
  const store = priceStore(table);
  const publications = publicationStore(table);
  const accepted = await retryOnConflict(async () => {
    const [list, calendar] = await Promise.all([store.list(month), store.calendar()]);
    if (!list) return refuse('resource_not_found');
    const decided = publishList(list, calendar.published, call.at, calendar.opening);
    if (!decided.ok || decided.value === list) return decided;
    const draft = { list, pairs: await store.pairs(list), published: calendar.published };
    await publications.begin(draft, decided.value, calendar, occasionOf(call));
    return decided;
  });
  if (!accepted.ok) return accepted;
  const bodyOf = async (list: PriceList) =>
    toPriceListWire(list, await changesOf(table, list, { published: (await store.calendar()).published, at: call.at }));
  let list: PriceList | undefined = accepted.value;
  for (let step = 0; step < STEPS_AT_ONCE && list?.state !== 'published'; step += 1)
    list = await retryOnConflict(() =>
      publications.step(month, {
        ...occasionOf(call),
        complete: (published) => call.once.complete({ status: 200, body: toPriceListWire(published) }),
      }),
    );
  if (list?.state === 'published') {
    await publishWaitingOffers(call, deps, SAVES_OF_OFFERS);
    return ok({ status: 200, body: await bodyOf(list) });
  }
  const [begun, publication] = await Promise.all([store.list(month), publications.load(month)]);
  if (!begun || !publication) return refuse('resource_not_found');
  const location = `/operator/pricelists/${wireMonth(month)}`;
  const body = { ...(await bodyOf(begun)), ...toPublicationWire(publication) };
  return ok({ status: 202, headers: { location }, body });
};

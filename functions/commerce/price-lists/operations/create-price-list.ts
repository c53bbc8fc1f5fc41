import { retryOnConflict, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { listBefore } from '../domain/correction.ts';
import { copiedPairs, effectiveFromOf, newPriceList, previousList } from '../domain/price-list.ts';
import { pairsIn } from '../store/draft-store.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { toPriceListWire } from './price-list-wire.ts';

/** CAT-3, CAT-4: starts the draft of a month as a copy of the published list before it, as corrected; one per month. */
export const createPriceList: PriceListsOperation<'createPriceList'> = async ({ body, once, at }, { table }) => {
  const store = priceStore(table);
  const margins = Object.fromEntries((body.margins ?? []).map(({ family, percent }) => [family, percent]));
  return retryOnConflict(async () => {
    if (await store.list(body.month)) return refuse('price_list_exists');
    const calendar = await store.calendar();
    const { published } = calendar;
    const before = previousList(published, body.month);
    const copied = before && (await store.list(before.month));
    const begins = effectiveFromOf(body.month);
    const pairs = copied
      ? copiedPairs(await pairsIn(table, copied, published, listBefore(published, copied.month, begins)))
      : {};
    const prices = Object.values(pairs).reduce((sum, pair) => sum + pair.prices, 0);
    const list = newPriceList(body.month, margins, copied && { ...copied, prices });
    const reply = {
      status: 201 as const,
      body: toPriceListWire(list, await changesOf(table, list, { published, at })),
    };
    try {
      await store.create({ list, pairs }, calendar, once.complete(reply));
      return ok(reply);
    } catch (error) {
      if (error instanceof WriteConflictError && error.reasons[0] === 'condition') return refuse('price_list_exists');
      throw error;
    }
  });
};

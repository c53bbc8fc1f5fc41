import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { newPriceList, previousList } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { changesOf, toPriceListWire } from './price-list-wire.ts';

/** CAT-3, CAT-4: starts the draft of a month as a copy of the published list before it; one per month. */
export const createPriceList: PriceListsOperation<'createPriceList'> = async ({ body, once }, { table }) => {
  const store = priceStore(table);
  if (await store.list(body.month)) return refuse('price_list_exists');
  const before = previousList((await store.calendar()).published, body.month);
  const margins = Object.fromEntries((body.margins ?? []).map(({ family, percent }) => [family, percent]));
  const list = newPriceList(body.month, margins, before && (await store.list(before.month)));
  const reply = { status: 201 as const, body: toPriceListWire(list, await changesOf(table, list)) };
  try {
    await store.create(list, once.complete(reply));
    return ok(reply);
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons[0] === 'condition') return refuse('price_list_exists');
    throw error;
  }
};

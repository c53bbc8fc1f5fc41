import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { copiedPairs, newPriceList, previousList } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { toPriceListWire } from './price-list-wire.ts';

/** CAT-3, CAT-4: starts the draft of a month as a copy of the published list before it; one per month. */
export const createPriceList: PriceListsOperation<'createPriceList'> = async ({ body, once }, { table }) => {
  const store = priceStore(table);
  if (await store.list(body.month)) return refuse('price_list_exists');
  const { published } = await store.calendar();
  const before = previousList(published, body.month);
  const copied = before && (await store.list(before.month));
  const margins = Object.fromEntries((body.margins ?? []).map(({ family, percent }) => [family, percent]));
  const list = newPriceList(body.month, margins, copied);
  const pairs = copied ? copiedPairs(await store.pairs(copied)) : {};
  const reply = { status: 201 as const, body: toPriceListWire(list, await changesOf(table, list, published)) };
  try {
    await store.create({ list, pairs }, once.complete(reply));
    return ok(reply);
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons[0] === 'condition') return refuse('price_list_exists');
    throw error;
  }
};

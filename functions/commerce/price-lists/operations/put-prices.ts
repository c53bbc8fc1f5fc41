import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { FileBody } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore, csvRows, importResult, type RowResult, untaken } from '../../catalogue/index.ts';
import type { PriceList } from '../domain/price-list.ts';
import { draftStore } from '../store/draft-store.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf, type Lists } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { toPriceListWire } from './price-list-wire.ts';
import { isRemoval, judge, type NumberedRow, rowsOfBody } from './price-rows.ts';

const PRICE_COLUMNS = {
  needed: ['offerId', 'country', 'currency', 'listPrice'],
  optional: ['segment', 'wholesalePrice', 'change'],
};

/**
 * CAT-3: stores prices in a draft. Right rows are stored, wrong ones answered with their errors; the same rows sent
 * again give the same list. A file that replaces the whole list is taken whole or not at all: with a wrong row in it
 * nothing changes, its margins included. A row without wholesale price takes list less the margin of its family.
 */
export const putPrices: PriceListsOperation<'putPrices'> = async (call, { table }) => {
  const rows = call.file ? rowsOfCsv(call.file) : ok(rowsOfBody(call.body.prices));
  if (!rows.ok) return rows;
  const { at } = call;
  const store = priceStore(table);
  const { offers, markets } = await catalogueStore(table).read();
  const given = call.file ? [] : (call.body.margins ?? []);
  const margins = Object.fromEntries(given.map(({ family, percent }) => [family, percent]));
  const isWhole = call.query.whole === true;
  return retryOnConflict(async () => {
    const [list, { published }] = await Promise.all([store.list(call.path.month), store.calendar()]);
    if (!list) return refuse('resource_not_found');
    if (list.state !== 'draft') return refuse('price_list_published');
    const pairs = await store.pairs(list);
    const { accepted, results } = judge(rows.value, {
      margins: { ...list.margins, ...margins },
      offerOf: (id) => offers.get(id),
      markets,
      pairs: isWhole ? [] : Object.keys(pairs),
    });
    if (isWhole && accepted.length < results.length)
      return ok({ status: 200 as const, body: await resultOf(table, list, { published, at }, untaken(results)) });
    const isChanged = accepted.length + given.length > 0;
    const file = { rows: accepted, isWhole, margins };
    const after = isChanged ? await draftStore(table).putPrices({ list, pairs, published }, file) : { list };
    return ok({ status: 200 as const, body: await resultOf(table, after.list, { published, at }, results) });
  });
};

const resultOf = async (table: Table, list: PriceList, lists: Lists, results: readonly RowResult[]) => ({
  ...toPriceListWire(list, await changesOf(table, list, lists)),
  ...importResult(results),
});

function rowsOfCsv(file: FileBody): Result<NumberedRow[], Refusal<'invalid_input'>> {
  const rows = csvRows(file.text, PRICE_COLUMNS);
  if (!rows.ok) return rows;
  return ok(
    rows.value.map(({ row, cells }) => ({
      row,
      price: {
        offerId: cells.offerId ?? '',
        country: cells.country ?? '',
        currency: cells.currency ?? '',
        segment: cells.segment ?? '',
        listPrice: cells.listPrice ?? '',
        wholesalePrice: cells.wholesalePrice,
        isRemoved: isRemoval(cells.change),
      },
    })),
  );
}

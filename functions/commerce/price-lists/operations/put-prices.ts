import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { FileBody } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import {
  catalogueStore,
  csvRows,
  doneRow,
  failedRow,
  importResult,
  type RowResult,
  untaken,
} from '../../catalogue/index.ts';
import { type AcceptedPrice, acceptPrice, type PriceRow } from '../domain/price.ts';
import type { PriceList } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { changesOf, toPriceListWire } from './price-list-wire.ts';

const PRICE_COLUMNS = {
  needed: ['offerId', 'country', 'currency', 'listPrice'],
  optional: ['segment', 'wholesalePrice', 'change'],
};

interface NumberedRow {
  readonly row: number;
  readonly price: PriceRow;
}

/**
 * CAT-3: stores prices in a draft. Right rows are stored, wrong ones answered with their errors; the same rows sent
 * again give the same list. A file that replaces the whole list is taken whole or not at all: with a wrong row in it
 * nothing changes, its margins included. A row without wholesale price takes list less the margin of its family.
 */
export const putPrices: PriceListsOperation<'putPrices'> = async (call, { table }) => {
  const rows = call.file ? rowsOfCsv(call.file) : ok(rowsOfBody(call.body.prices));
  if (!rows.ok) return rows;
  const store = priceStore(table);
  const { offers } = await catalogueStore(table).read();
  const given = call.file ? [] : (call.body.margins ?? []);
  const margins = Object.fromEntries(given.map(({ family, percent }) => [family, percent]));
  const isWhole = call.query.whole === true;
  return retryOnConflict(async () => {
    const list = await store.list(call.path.month);
    if (!list) return refuse('resource_not_found');
    if (list.state === 'published') return refuse('price_list_published');
    const { accepted, results } = judge(rows.value, { ...list.margins, ...margins }, (id) => offers.get(id));
    if (isWhole && accepted.length < results.length)
      return ok({ status: 200 as const, body: await resultOf(table, list, untaken(results)) });
    const isChanged = accepted.length + given.length > 0;
    const after = isChanged ? await store.putPrices(list, { rows: accepted, isWhole, margins }) : list;
    return ok({ status: 200 as const, body: await resultOf(table, after, results) });
  });
};

const resultOf = async (table: Table, list: PriceList, results: readonly RowResult[]) => ({
  ...toPriceListWire(list, await changesOf(table, list)),
  ...importResult(results),
});

function judge(
  rows: readonly NumberedRow[],
  margins: PriceList['margins'],
  offerOf: Parameters<typeof acceptPrice>[1],
): { accepted: AcceptedPrice[]; results: RowResult[] } {
  const accepted: AcceptedPrice[] = [];
  const results: RowResult[] = [];
  const seen = new Set<string>();
  for (const { row, price } of rows) {
    const judged = acceptPrice(price, offerOf, margins);
    const key = [price.offerId, price.country, price.currency, price.segment].join('/');
    if (!judged.ok) results.push(failedRow(row, key, [judged.refusal]));
    else {
      const { pair, offerId, segment } = judged.value;
      const name = `${pair}/${offerId}/${segment}`;
      if (seen.has(name)) results.push(failedRow(row, key, [{ field: 'offerId', description: 'is priced twice' }]));
      else {
        accepted.push(judged.value);
        results.push(doneRow(row, key, 'updated'));
      }
      seen.add(name);
    }
  }
  return { accepted, results };
}

const isRemoval = (change: string | undefined): boolean => change?.toUpperCase() === 'DEL';

const rowsOfBody = (
  prices: readonly (Omit<PriceRow, 'isRemoved'> & { change?: string | undefined })[],
): NumberedRow[] =>
  prices.map(({ change, ...price }, index) => ({
    row: index + 1,
    price: { ...price, isRemoved: isRemoval(change) },
  }));

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

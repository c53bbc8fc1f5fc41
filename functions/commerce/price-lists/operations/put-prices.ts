import { retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import type { FileBody } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import {
  catalogueStore,
  csvRows,
  doneRow,
  failedRow,
  importResult,
  priceSegment,
  type RowResult,
  untaken,
} from '../../catalogue/index.ts';
import { PAIRS_MAX } from '../domain/pair.ts';
import { type AcceptedPrice, acceptPrice, type PriceRow, type PriceRules } from '../domain/price.ts';
import type { PriceList, PublishedList } from '../domain/price-list.ts';
import { draftStore } from '../store/draft-store.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { toPriceListWire } from './price-list-wire.ts';

const PRICE_COLUMNS = {
  needed: ['offerId', 'country', 'currency', 'listPrice'],
  optional: ['segment', 'wholesalePrice', 'change'],
};

const TOO_MANY_PAIRS = `a list has at most ${PAIRS_MAX} markets and currencies`;

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
      return ok({ status: 200 as const, body: await resultOf(table, list, published, untaken(results)) });
    const isChanged = accepted.length + given.length > 0;
    const file = { rows: accepted, isWhole, margins };
    const after = isChanged ? await draftStore(table).putPrices({ list, pairs, published }, file) : { list };
    return ok({ status: 200 as const, body: await resultOf(table, after.list, published, results) });
  });
};

const resultOf = async (
  table: Table,
  list: PriceList,
  published: readonly PublishedList[],
  results: readonly RowResult[],
) => ({
  ...toPriceListWire(list, await changesOf(table, list, published)),
  ...importResult(results),
});

interface Judging extends PriceRules {
  /** Pairs that the list has already. */
  readonly pairs: readonly string[];
}

function judge(
  rows: readonly NumberedRow[],
  { pairs, ...rules }: Judging,
): { accepted: AcceptedPrice[]; results: RowResult[] } {
  const accepted: AcceptedPrice[] = [];
  const results: RowResult[] = [];
  const seen = new Set<string>();
  const listed = new Set(pairs);
  for (const { row, price } of rows) {
    const judged = acceptPrice(price, rules);
    const key = [price.offerId, price.country, price.currency, segmentOf(price, rules.offerOf)].join('/');
    if (!judged.ok) results.push(failedRow(row, key, [judged.refusal]));
    else {
      const { pair, offerId, segment } = judged.value;
      const name = `${pair}/${offerId}/${segment}`;
      if (seen.has(name)) results.push(failedRow(row, key, [{ field: 'offerId', description: 'is priced twice' }]));
      else if (!listed.has(pair) && listed.size >= PAIRS_MAX)
        results.push(failedRow(row, key, [{ field: 'currency', description: TOO_MANY_PAIRS }]));
      else {
        listed.add(pair);
        accepted.push(judged.value);
        results.push(doneRow(row, key, 'updated'));
      }
      seen.add(name);
    }
  }
  return { accepted, results };
}

const segmentOf = ({ offerId, segment }: PriceRow, offerOf: Judging['offerOf']): string =>
  segment.trim() || priceSegment(offerOf(offerId.trim().toUpperCase()) ?? { segments: [] });

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

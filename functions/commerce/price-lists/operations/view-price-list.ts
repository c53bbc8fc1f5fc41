import { link } from '../../../../shared/contracts/wire.ts';
import { BYTE_ORDER_MARK, shownText } from '../../../../shared/kernel/csv.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Catalogue, catalogueStore } from '../../catalogue/index.ts';
import { visibleLists, wireMonth } from '../domain/price-list.ts';
import { priceStore } from '../store/price-store.ts';
import { comparedPage, listedAt, listsAsked, pageWished } from './compared-prices.ts';
import type { PriceListsOperation } from './dependencies.ts';
import { exchangeOfList } from './exchanged-prices.ts';
import { correctionsOf, toDetailWire, toPriceWire } from './price-list-wire.ts';

/** CAT-3, CAT-4: prices of a month that partners may see now; before that it does not exist for them. */
export const viewPriceList: PriceListsOperation<'viewPriceList'> = async (call, { table }) => {
  const store = priceStore(table);
  const { published } = await store.calendar();
  const isVisible = visibleLists(published, call.at).some(({ month }) => month === call.path.month);
  const list = isVisible ? await store.list(call.path.month) : undefined;
  if (!list) return refuse('resource_not_found');
  const catalogue = await catalogueStore(table).read();
  const isFile = wantsCsv(call.headers.accept);
  const page = isFile ? { offset: 0, size: FILE_ROWS_MAX } : pageWished(call.query);
  const lists = listsAsked(call, published);
  const exchange = await exchangeOfList(table, { month: list.month, currency: call.query.currency }, lists);
  const wish = { filter: call.query, catalogue, isWanted: () => true, exchange, page };
  const found = await comparedPage(table, list, lists, wish);
  if (isFile) {
    if (found.hasMore) return refuse('invalid_input', { field: 'country', description: TOO_LARGE });
    const rows = found.items.map(toPriceWire);
    const mark = call.query.bom ? BYTE_ORDER_MARK : '';
    const bytes = mark + legacyCsv(rows, catalogue, list.effectiveFrom ?? '');
    return ok({ status: 200, file: { bytes, mediaType: 'text/csv; charset=utf-8' } });
  }
  const [shown, corrections] = await Promise.all([
    listedAt(table, list, lists),
    correctionsOf(table, list.month, published),
  ]);
  const detail = toDetailWire(shown, found, call, corrections);
  return ok({
    status: 200,
    body: { ...detail, links: { ...detail.links, self: link(`/pricelists/${wireMonth(list.month)}`) } },
  });
};

/** A file is made in one piece; all offers of a dozen markets fit into it. */
const FILE_ROWS_MAX = 100_000;
const TOO_LARGE = `A file has at most ${FILE_ROWS_MAX} prices: name a country and a currency.`;

const wantsCsv = (accept: string | undefined): boolean => /\btext\/csv\b/i.test(accept ?? '');

const LEGACY_COLUMNS = [
  'A/C/D/U',
  'Valid From Date',
  'Valid To Date',
  'Offer Display Name',
  'Offer ID',
  'License Agreement Type',
  'Purchase Unit',
  'Secondary License Type',
  'End Customer Type',
  'List Price',
  'ERP Price',
];

type Rows = readonly ReturnType<typeof toPriceWire>[];

/** The columns of the program's former price list: list price is what the partner pays, ERP what a direct customer does. */
function legacyCsv(rows: Rows, { offers }: Catalogue, validFrom: string): string {
  const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => {
    const offer = offers.get(row.offerId);
    return [
      row.change,
      validFrom,
      '',
      shownText(offer?.name ?? ''),
      row.offerId,
      row.segment === 'government' ? 'Government' : row.segment === 'nonprofit' ? 'Charity' : 'Corporate',
      '1 Month(s)',
      offer?.isAddOn ? 'ADD-ON' : 'NON-SPECIFIC',
      row.segment,
      row.wholesalePrice,
      row.listPrice,
    ];
  });
  return `${[LEGACY_COLUMNS, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

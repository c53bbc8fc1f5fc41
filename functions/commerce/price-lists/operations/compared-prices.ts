import type { Table } from '../../../../shared/dynamo/table.ts';
import type { OffsetPage } from '../../../../shared/http/offset-page.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import type { Catalogue, Family } from '../../catalogue/index.ts';
import { BUCKETS, pairOf } from '../domain/pair.ts';
import {
  addedCounts,
  type ComparedPrice,
  comparePrices,
  NO_CHANGES,
  type PairPrices,
  type PriceChange,
  type PriceChanges,
} from '../domain/price.ts';
import {
  type ListedPair,
  type ListedPairs,
  type PriceList,
  type PublishedList,
  previousList,
} from '../domain/price-list.ts';
import { draftStore } from '../store/draft-store.ts';
import { pricesAndBefore, pricesAt } from '../store/price-chunks.ts';
import { priceStore } from '../store/price-store.ts';
import { type Recent, recent } from '../store/recent.ts';

/** Prices of one answer at most; more are fetched page by page. */
export const PAGE_MAX = 5000;

export interface PriceFilter {
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly family?: Family | undefined;
  readonly offset?: number | undefined;
  readonly size?: number | undefined;
}

/** The page that a query asks for. */
export const pageWished = ({ offset = 0, size }: PriceFilter): { offset: number; size: number } => ({
  offset,
  size: Math.min(size || PAGE_MAX, PAGE_MAX),
});

export interface PairPrice extends ComparedPrice {
  readonly pair: string;
}

/** A page of prices, and how all that the filter lets through differ from the list before. */
export interface ComparedPage extends OffsetPage<PairPrice> {
  readonly changes: Changes;
}

/** Prices by what became of them since the list before. */
export type Changes = Readonly<Record<PriceChange, number>>;

/** A list with the published list that it is compared with. */
interface Comparison {
  readonly list: PriceList;
  readonly published: readonly PublishedList[];
  readonly before: string | undefined;
}

const comparisonOf = (list: PriceList, published: readonly PublishedList[]): Comparison => ({
  list,
  published,
  before: previousList(published, list.month)?.month,
});

/** Whether the counts that are stored with the list say how it differs from the list that is before it today. */
const isCountedSo = ({ list, before }: Comparison): boolean =>
  list.changes !== undefined && list.comparedWith === before;

const withUnchanged = (prices: number, { ADD, CHG, DEL }: PriceChanges): Changes => ({
  ...{ ADD, CHG, DEL },
  UNC: prices - ADD - CHG,
});

/** How a list that was counted differs from the one that it was compared with. */
export const countedChangesOf = ({ prices, changes = NO_CHANGES }: PriceList): Changes =>
  withUnchanged(prices, changes);

/** What was counted of published lists, each with the one before it; neither changes any more. One per table. */
const kept = new WeakMap<Table, Recent<Changes>>();
const KEPT = 100;
function keptOf(table: Table): Recent<Changes> {
  const known = kept.get(table) ?? recent<Changes>(KEPT);
  kept.set(table, known);
  return known;
}

/**
 * How a list differs from the one before: counted when it was changed or published. Where another was published in between
 * since then all of it is read, of a published list once in the life of a process.
 */
export async function changesOf(table: Table, list: PriceList, published: readonly PublishedList[]): Promise<Changes> {
  const comparison = comparisonOf(list, published);
  if (isCountedSo(comparison)) return countedChangesOf(list);
  const wish = { isWanted: () => false, page: { offset: 0, size: 1 } };
  const counted = async () => (await comparedPage(table, list, published, wish)).changes;
  return list.state === 'published' ? keptOf(table).of(`${list.month}#${comparison.before}`, counted) : counted();
}

export interface PageWish {
  readonly filter?: PriceFilter;
  /** Asked when the filter names a family. */
  readonly catalogue?: Catalogue;
  isWanted(change: PriceChange): boolean;
  readonly page: { readonly offset: number; readonly size: number };
}

/**
 * A page of a list's prices, pair by pair. Pairs that stand wholly outside the page are counted without being read,
 * where it is known how many prices they have.
 */
export async function comparedPage(
  table: Table,
  list: PriceList,
  published: readonly PublishedList[],
  { filter = {}, catalogue, isWanted, page: { offset, size } }: PageWish,
): Promise<ComparedPage> {
  const comparison = comparisonOf(list, published);
  const { names, pairs } = await pairsOf(table, comparison, filter);
  const isKnown = isCountedSo(comparison) && filter.family === undefined;
  let [changes, passed] = [NO_CHANGES as PriceChanges, 0];
  let unchanged = 0;
  const items: PairPrice[] = [];
  for (const pair of names) {
    const known = isKnown ? countsOf(pairs?.[pair]) : undefined;
    const ahead = known && wantedOf(known, isWanted);
    const isOutside = ahead !== undefined && (passed + ahead <= offset || passed >= offset + size || ahead === 0);
    const rows = isOutside ? [] : await pairRows(table, comparison, pairs, pair);
    const kept = filter.family === undefined ? rows : rows.filter((row) => isOfFamily(row, filter.family, catalogue));
    const counts = known ?? countsIn(kept);
    const wanted = kept.filter(({ change }) => isWanted(change));
    items.push(...wanted.slice(Math.max(0, offset - passed), Math.max(0, offset + size - passed)));
    changes = addedCounts(changes, counts);
    unchanged += counts.UNC;
    passed += ahead ?? wanted.length;
  }
  return { items, offset, size, hasMore: offset + size < passed, changes: { ...changes, UNC: unchanged } };
}

const isOfFamily = ({ offerId }: PairPrice, family: Family | undefined, catalogue: Catalogue | undefined): boolean =>
  catalogue?.offers.get(offerId)?.family === family;

const countsOf = (pair: ListedPair | undefined): Changes | undefined =>
  pair && withUnchanged(pair.prices, pair.changes);

const wantedOf = (counts: Changes, isWanted: PageWish['isWanted']): number =>
  (Object.entries(counts) as [PriceChange, number][]).reduce(
    (sum, [change, count]) => sum + (isWanted(change) ? count : 0),
    0,
  );

function countsIn(rows: readonly PairPrice[]): Changes {
  const counts: Record<PriceChange, number> = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
  for (const { change } of rows) counts[change] += 1;
  return counts;
}

/** Names of the pairs that the filter lets through; those of a published list are not looked up when it names one. */
async function pairsOf(
  table: Table,
  { list, before }: Comparison,
  { country, currency }: PriceFilter,
): Promise<{ names: string[]; pairs: ListedPairs | undefined }> {
  const store = priceStore(table);
  if (list.state === 'published' && country !== undefined && currency !== undefined)
    return { names: [pairOf(country, currency)], pairs: undefined };
  const pairs = await store.pairs(list);
  const previous = list.comparedWith === before || before === undefined ? undefined : await store.list(before);
  const names = new Set([...Object.keys(pairs), ...Object.keys(previous ? await store.pairs(previous) : {})]);
  const found = [...names].filter((pair) => {
    const [ofCountry, ofCurrency] = pair.split('#');
    return (country ?? ofCountry) === ofCountry && (currency ?? ofCurrency) === ofCurrency;
  });
  return { names: found.sort(), pairs };
}

/** All prices of a pair, by offer; behind them those that the list takes out. */
async function pairRows(
  table: Table,
  comparison: Comparison,
  pairs: ListedPairs | undefined,
  pair: string,
): Promise<PairPrice[]> {
  const compared: ComparedPrice[] = [];
  await inLanes(
    Array.from({ length: BUCKETS }, (_, bucket) => bucket),
    async (bucket) => {
      const { now, before } = await bucketPrices(table, comparison, pairs, { pair, bucket });
      compared.push(...comparePrices(before, now));
    },
  );
  const byOffer = (a: ComparedPrice, b: ComparedPrice): number =>
    Number(a.change === 'DEL') - Number(b.change === 'DEL') ||
    compare(a.offerId, b.offerId) ||
    compare(a.segment, b.segment);
  return compared.sort(byOffer).map((price) => ({ ...price, pair }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function bucketPrices(
  table: Table,
  { list, published, before }: Comparison,
  pairs: ListedPairs | undefined,
  at: { pair: string; bucket: number },
): Promise<{ now: PairPrices; before: PairPrices }> {
  const place = { published, ...at };
  if (list.state === 'published') {
    const [now, old] = await pricesAndBefore(table, place, { month: list.month, before });
    return { now, before: old };
  }
  const draft = { list, pairs: pairs ?? {}, published };
  return {
    now: await draftStore(table).prices(draft, at.pair, at.bucket),
    before: await pricesAt(table, place, before),
  };
}

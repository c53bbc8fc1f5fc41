import type { Table } from '../../../../shared/dynamo/table.ts';
import type { OffsetPage } from '../../../../shared/http/offset-page.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { addDays, addMs, type Day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import type { Catalogue, Family } from '../../catalogue/index.ts';
import { type ListState, listAt, listBefore } from '../domain/correction.ts';
import { BUCKETS, pairOf } from '../domain/pair.ts';
import {
  addedCounts,
  type ComparedPrice,
  comparePrices,
  NO_CHANGES,
  type PairPrice,
  type PairPrices,
  type PriceChange,
  type PriceChanges,
  type PriceExchange,
} from '../domain/price.ts';
import {
  effectiveFromOf,
  type ListedPair,
  type ListedPairs,
  type PriceList,
  type PublishedList,
  previousList,
} from '../domain/price-list.ts';
import { draftStore } from '../store/draft-store.ts';
import { pricesIn, pricesInEach, stateName } from '../store/price-chunks.ts';
import { priceStore } from '../store/price-store.ts';
import { type Recent, recent } from '../store/recent.ts';
import { byOffer, foreignPair, withExchanged } from './exchanged-prices.ts';

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

/** A page of prices, and how all that the filter lets through differ from the list before. */
export interface ComparedPage extends OffsetPage<PairPrice> {
  readonly changes: Changes;
}

/** Prices by what became of them since the list before. */
export type Changes = Readonly<Record<PriceChange, number>>;

/** A list with the published list that it is compared with, each as it is at an instant. */
interface Comparison {
  readonly list: PriceList;
  readonly published: readonly PublishedList[];
  /** Of a published list. */
  readonly now: ListState | undefined;
  readonly before: ListState | undefined;
  /** Pairs in which something was corrected, there or in the list before, that may not be counted with the list. */
  readonly corrected: ReadonlySet<string>;
}

/** Lists as they are looked at: with the corrections that are in force at an instant, or when they begin. */
export interface Lists {
  readonly published: readonly PublishedList[];
  readonly at: Instant;
}

/** The instant that a call asks for: now, or the end of a day that it names. */
export const listsAsked = (
  { at, query: { asOf } }: { at: Instant; query: { asOf?: Day | undefined } },
  published: readonly PublishedList[],
): Lists => ({ published, at: asOf === undefined ? at : addMs(startOfDay(addDays(asOf, 1)), -1) });

async function comparisonOf(table: Table, list: PriceList, { published, at }: Lists): Promise<Comparison> {
  const { month } = list;
  const previous = previousList(published, month)?.month;
  const begins = published.find((known) => known.month === month)?.effectiveFrom ?? effectiveFromOf(month);
  const before = previous === undefined ? undefined : listBefore(published, previous, begins);
  const now = list.state === 'published' ? listAt(published, month, at) : undefined;
  // A draft is counted again with every correction of the list that it began with.
  const isKept = !now && list.comparedWith === previous;
  const all = isKept ? [] : [...(now?.corrections ?? []), ...(before?.corrections ?? [])];
  const own = all.filter((of) => of.month === month || of.month === previous);
  const corrections = await Promise.all(own.map((of) => priceStore(table).correction(of)));
  return { list, published, now, before, corrected: new Set(corrections.flatMap(({ pairs }) => pairs)) };
}

/** Whether the counts that are stored with the list say how it differs from the list that is before it today. */
const isCountedSo = ({ list, before }: Comparison): boolean =>
  list.changes !== undefined && list.comparedWith === before?.month;

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
 * How the pairs of a list differ from the list before, as far as they were read: of a list that is not counted with that one (it was
 * published out of order, or one of them was corrected) a page would read all of them. They are read once in the life of a process.
 */
const countedPairs = new WeakMap<Table, Recent<Map<string, Changes>>>();
const LISTS_COUNTED = 20;
function pairsCounted(table: Table, { list, now, before }: Comparison): Promise<Map<string, Changes>> {
  const known = countedPairs.get(table) ?? recent<Map<string, Changes>>(LISTS_COUNTED);
  countedPairs.set(table, known);
  const state = now ? stateName(now) : `${list.state} ${list.month} ${list.version}`;
  return known.of(`${state}#${before ? stateName(before) : ''}`, async () => new Map());
}

/**
 * How a list differs from the one before: counted when it was changed or published. Where another was published in between
 * since then all of it is read, where something was corrected the pairs that it touched; of a published list once in the life
 * of a process.
 */
export async function changesOf(table: Table, list: PriceList, lists: Lists): Promise<Changes> {
  const comparison = await comparisonOf(table, list, lists);
  if (isCountedSo(comparison) && comparison.corrected.size === 0) return countedChangesOf(list);
  const wish = { isWanted: () => false, page: { offset: 0, size: 1 } };
  const counted = async () => (await pageOf(table, comparison, wish)).changes;
  const { now, before } = comparison;
  return now ? keptOf(table).of(`${stateName(now)}#${before ? stateName(before) : ''}`, counted) : counted();
}

/** The list with as many prices as it has at an instant. */
export async function listedAt(table: Table, list: PriceList, lists: Lists): Promise<PriceList> {
  if (list.state !== 'published') return list;
  const { corrections } = listAt(lists.published, list.month, lists.at);
  if (!corrections.some(({ month }) => month === list.month)) return list;
  const { ADD, CHG, UNC } = await changesOf(table, list, lists);
  return { ...list, prices: ADD + CHG + UNC };
}

export interface PageWish {
  readonly filter?: PriceFilter;
  /** Asked when the filter names a family. */
  readonly catalogue?: Catalogue;
  isWanted(change: PriceChange): boolean;
  /**
   * M3: where the filter names a country and a currency, what the list has in the pricing currency alone is exchanged by this. Such a
   * page reads both pairs, some forty chunks at 5,000 offers.
   */
  readonly exchange?: PriceExchange | undefined;
  readonly page: { readonly offset: number; readonly size: number };
}

/**
 * A page of a list's prices, pair by pair. Pairs that stand wholly outside the page are counted without being read,
 * where it is known how many prices they have.
 */
export const comparedPage = async (
  table: Table,
  list: PriceList,
  lists: Lists,
  wish: PageWish,
): Promise<ComparedPage> => pageOf(table, await comparisonOf(table, list, lists), wish);

async function pageOf(
  table: Table,
  comparison: Comparison,
  { filter = {}, catalogue, isWanted, exchange, page: { offset, size } }: PageWish,
): Promise<ComparedPage> {
  const { names, pairs } = await pairsOf(table, comparison, filter);
  const into = filter.country === undefined || filter.currency === undefined ? undefined : exchange;
  const isWhole = filter.family === undefined && !into;
  const isKnown = isCountedSo(comparison) && isWhole;
  const counted = isWhole ? await pairsCounted(table, comparison) : undefined;
  let [changes, passed] = [NO_CHANGES as PriceChanges, 0];
  let unchanged = 0;
  const items: PairPrice[] = [];
  for (const pair of names) {
    const stored = isKnown && !comparison.corrected.has(pair) ? countsOf(pairs?.[pair]) : undefined;
    const known = stored ?? counted?.get(pair);
    const ahead = known && wantedOf(known, isWanted);
    const isOutside = ahead !== undefined && (passed + ahead <= offset || passed >= offset + size || ahead === 0);
    const own = isOutside ? [] : await pairRows(table, comparison, pairs, pair);
    const rows = into
      ? withExchanged({ own, foreign: await pairRows(table, comparison, pairs, foreignPair(pair, into)) }, pair, into)
      : own;
    const kept = filter.family === undefined ? rows : rows.filter((row) => isOfFamily(row, filter.family, catalogue));
    const counts = known ?? countsIn(kept);
    counted?.set(pair, counts);
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
  { list, before, corrected }: Comparison,
  { country, currency }: PriceFilter,
): Promise<{ names: string[]; pairs: ListedPairs | undefined }> {
  const store = priceStore(table);
  if (list.state === 'published' && country !== undefined && currency !== undefined)
    return { names: [pairOf(country, currency)], pairs: undefined };
  const pairs = await store.pairs(list);
  const isOther = before !== undefined && list.comparedWith !== before.month;
  const previous = isOther ? await store.list(before.month) : undefined;
  const names = new Set([
    ...Object.keys(pairs),
    ...Object.keys(previous ? await store.pairs(previous) : {}),
    ...corrected,
  ]);
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
  return compared.sort(byOffer).map((price) => ({ ...price, pair }));
}

async function bucketPrices(
  table: Table,
  { list, published, now, before }: Comparison,
  pairs: ListedPairs | undefined,
  at: { pair: string; bucket: number },
): Promise<{ now: PairPrices; before: PairPrices }> {
  const place = { published, ...at };
  if (now) {
    const [found = {}, old = {}] = await pricesInEach(table, place, [now, before]);
    return { now: found, before: old };
  }
  const draft = { list, pairs: pairs ?? {}, published };
  return {
    now: await draftStore(table).prices(draft, at.pair, at.bucket),
    before: await pricesIn(table, place, before),
  };
}

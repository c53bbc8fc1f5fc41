import {
  allOf,
  type Condition,
  putIfVersion,
  putNew,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Offer, Segment } from '../../catalogue/index.ts';
import { type Correction, listAt } from '../domain/correction.ts';
import { exchanged, exchangeInto, type MissingRate, type MonthRates } from '../domain/exchange.ts';
import { bucketOf, pairOf } from '../domain/pair.ts';
import { NO_CHANGES, type Price } from '../domain/price.ts';
import {
  itemMonths,
  type ListedPairs,
  listInForce,
  type PriceList,
  pastMonths,
  visibleLists,
} from '../domain/price-list.ts';
import { exchangeRatesStore } from './exchange-rates-store.ts';
import { correctionKey, listedPairsKey, priceCalendarKey, priceListKey, priceListsPartition } from './keys.ts';
import { pricesIn } from './price-chunks.ts';
import { type Calendar, calendarItem, correctionItem, listedPairsItem, priceListItem } from './price-items.ts';
import { type Recent, recent } from './recent.ts';

/** A list with its pairs. */
export interface ListWithPairs {
  readonly list: PriceList;
  readonly pairs: ListedPairs;
}

/** Published lists never change, so what was read of them is kept for good; one per table. */
const kept = new WeakMap<Table, Map<string, PriceList>>();
function keptOf(table: Table): Map<string, PriceList> {
  const known = kept.get(table) ?? new Map<string, PriceList>();
  kept.set(table, known);
  return known;
}

const corrections = new WeakMap<Table, Recent<Correction>>();
/** Corrections that a process remembers. */
const CORRECTIONS_KEPT = 200;
function correctionsKept(table: Table): Recent<Correction> {
  const known = corrections.get(table) ?? recent<Correction>(CORRECTIONS_KEPT);
  corrections.set(table, known);
  return known;
}

export const priceStore = (table: Table) => ({
  async calendar(): Promise<Calendar> {
    const item = await table.get(priceCalendarKey(), { consistent: true });
    return item ? calendarItem.fromItem(item) : { version: 0, published: [] };
  },

  /** A list of any state, read consistently; a published one from memory. */
  async list(month: string): Promise<PriceList | undefined> {
    const lists = keptOf(table);
    const known = lists.get(month);
    if (known) return known;
    const item = await table.get(priceListKey(month), { consistent: true });
    const list = item && priceListItem.fromItem(item);
    if (list?.state === 'published') lists.set(month, list);
    return list;
  },

  /** A correction that the calendar names; it never changes. */
  async correction(of: { month: string; correctionId: string }): Promise<Correction> {
    const known = correctionsKept(table);
    return known.of(`${of.month}#${of.correctionId}`, async () => {
      const item = await table.get(correctionKey(of), { consistent: true });
      invariant(item, 'a correction in the calendar is there');
      return correctionItem.fromItem(item);
    });
  },

  /** All lists, oldest month first. */
  async lists(): Promise<PriceList[]> {
    const { pk, prefix } = priceListsPartition;
    const items = await allOf(table, { pk, sk: { beginsWith: prefix }, consistent: true });
    return items.map((item) => priceListItem.fromItem(item));
  },

  /** The pairs of a list; of one of before they were counted without their changes. */
  async pairs({ month, former }: PriceList): Promise<ListedPairs> {
    const item = await table.get(listedPairsKey(month), { consistent: true });
    if (item) return listedPairsItem.fromItem(item).pairs;
    const counted = Object.entries(former ?? {});
    return Object.fromEntries(counted.map(([pair, { prices }]) => [pair, { prices, changes: NO_CHANGES }]));
  },

  /**
   * Stores a new draft, made from what the calendar has.
   * @throws WriteConflictError when the month has a list already (its first reason is the condition), or the calendar changed.
   */
  async create({ list, pairs }: ListWithPairs, { version }: Calendar, complete: readonly Write[]): Promise<void> {
    const unchanged: Condition = version === 0 ? { kind: 'absent' } : { kind: 'equals', values: { version } };
    await table.write([
      putNew(priceListItem.toItem(priceListKey(list.month), list)),
      { put: pairsItem(list, pairs) },
      { check: priceCalendarKey(), if: unchanged },
      ...complete,
    ]);
  },
});

/** The writes of a list; they fail when it changed since it was loaded. */
export const listWrites = (before: PriceList, { list, pairs }: ListWithPairs): Write[] => [
  putIfVersion(priceListItem.toItem(priceListKey(list.month), list), before.version),
  { put: pairsItem(list, pairs) },
];

const pairsItem = ({ month, version }: PriceList, pairs: ListedPairs) =>
  listedPairsItem.toItem(listedPairsKey(month), { pairs, version });

export const calendarWrite = (after: Calendar): Write =>
  putIfVersion(calendarItem.toItem(priceCalendarKey(), after), after.version - 1);

/** The prices in force at an instant for one market and currency (ORD-4). */
export interface PricesInForce {
  /** Month of the list, `yyyy-MM`; empty when none is in force yet. */
  readonly month: string;
  /** Months that may name an item now, and all that ever could. */
  readonly itemMonths: readonly string[];
  readonly pastMonths: readonly string[];
  /**
   * What the list has in the currency, or else in the pricing currency of the instant's month, by the rate of that month (M3). One read of
   * one chunk; none when a price beside it was asked for before. What is exchanged costs two more: rates, and another chunk.
   */
  priceOf(offer: Pick<Offer, 'id'>, segment: Segment): Promise<Price | undefined>;
  /** The exchange rate that alone keeps an offer from having a price. */
  missingRate(offer: Pick<Offer, 'id'>, segment: Segment): Promise<MissingRate | undefined>;
}

interface Pair {
  readonly country: string;
  readonly currency: string;
}

/**
 * @param seenAt of an instant that is still to come: by the lists that partners may see at this one (CAT-4). Others may come.
 */
export async function pricesInForce(
  table: Table,
  { at, seenAt, country, currency }: Pair & { readonly at: Instant; readonly seenAt?: Instant | undefined },
): Promise<PricesInForce> {
  const { published: all } = await priceStore(table).calendar();
  const published = seenAt === undefined ? all : visibleLists(all, seenAt);
  const month = listInForce(published, at)?.month;
  const state = month === undefined ? undefined : listAt(published, month, at);
  const listed = async (pricedIn: string, id: string, segment: Segment): Promise<Price | undefined> => {
    const place = { published, pair: pairOf(country, pricedIn), bucket: bucketOf(id) };
    return (await pricesIn(table, place, state))[id]?.[segment];
  };
  const rateMonth = utcDay(at).slice(0, 7);
  let rates: Promise<MonthRates | undefined> | undefined;
  const ratesUpTo = () => {
    rates ??= exchangeRatesStore(table).upTo(rateMonth);
    return rates;
  };
  return {
    month: month ?? '',
    itemMonths: itemMonths(published, at),
    pastMonths: ['', ...pastMonths(published, at)],
    async priceOf({ id }, segment) {
      const own = await listed(currency, id, segment);
      if (own) return own;
      const known = await ratesUpTo();
      const exchange = known?.month === rateMonth ? exchangeInto(currency, known) : undefined;
      const foreign = exchange && (await listed(exchange.pricingCurrency, id, segment));
      return foreign && exchanged(foreign, exchange, currency);
    },
    async missingRate({ id }, segment) {
      const known = await ratesUpTo();
      if (!known || known.pricingCurrency === currency) return undefined;
      if (known.month === rateMonth && exchangeInto(currency, known)) return undefined;
      const { pricingCurrency } = known;
      const foreign = await listed(pricingCurrency, id, segment);
      return foreign && { pricingCurrency, currency, month: rateMonth };
    },
  };
}

import type { Table } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { addMonths, day, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import { listAt, listBefore } from '../domain/correction.ts';
import { exchanged, exchangeInto } from '../domain/exchange.ts';
import { type HeldPrice, heldPrices } from '../domain/held-price.ts';
import { BUCKETS, pairOf } from '../domain/pair.ts';
import { countedChanges } from '../domain/price.ts';
import { listInForce, nextList, type PublishedList, previousList, visibleLists } from '../domain/price-list.ts';
import { pairsIn } from './draft-store.ts';
import { exchangeRatesStore } from './exchange-rates-store.ts';
import { pricesInEach } from './price-chunks.ts';
import { priceStore } from './price-store.ts';

/** A list as partners may see it. */
export interface SeenList {
  readonly month: string;
  readonly effectiveFrom: Instant;
  /** When another one takes its place, as far as partners may know. */
  readonly until?: Instant;
  readonly published: readonly PublishedList[];
}

/** CAT-4: the lists that partners may see at an instant; nothing else of the calendar goes out of here. */
export async function seenLists(table: Table, at: Instant) {
  const { published } = await priceStore(table).calendar();
  const visible = visibleLists(published, at);
  const seen = (list: PublishedList | undefined): SeenList | undefined => {
    if (!list) return undefined;
    const until = nextList(visible, list.month)?.effectiveFrom;
    return { month: list.month, effectiveFrom: list.effectiveFrom, ...(until && { until }), published };
  };
  return {
    inForce: (then: Instant): SeenList | undefined => seen(listInForce(visible, then)),
    ofMonth: (month: string): SeenList | undefined => seen(visible.find((list) => list.month === month)),
    /** The next that takes effect. */
    next: (): SeenList | undefined =>
      seen(
        visible.filter(({ effectiveFrom }) => effectiveFrom > at).toSorted((a, b) => (a.month < b.month ? -1 : 1))[0],
      ),
  };
}

/** What a list has of one market and currency: every price with its time, and whether anything differs from the list before. */
export interface MarketPrices {
  readonly held: readonly HeldPrice[];
  readonly isChanged: boolean;
}

/** Currencies in which a list prices a market. */
export async function currenciesOf(table: Table, seen: SeenList, country: string): Promise<string[]> {
  const { month, published } = seen;
  const list = (await priceStore(table).list(month))!;
  const pairs = await pairsIn(table, list, published, listAt(published, month, endOf(seen)));
  return Object.keys(pairs)
    .filter((pair) => pair.startsWith(`${country}#`))
    .map((pair) => pair.slice(country.length + 1))
    .sort();
}

/** With all corrections that were entered. */
const endOf = ({ published, month }: SeenList): Instant =>
  (published.find((list) => list.month === month)?.corrections ?? []).reduce(
    (latest, { effectiveFrom }) => (effectiveFrom > latest ? effectiveFrom : latest),
    published.find((list) => list.month === month)!.effectiveFrom,
  );

/** Reads 16 chunks, as many as a market has. */
export async function marketPrices(
  table: Table,
  { month, effectiveFrom, published }: SeenList,
  { country, currency }: { country: string; currency: string },
): Promise<MarketPrices> {
  const corrections = published.find((list) => list.month === month)?.corrections ?? [];
  const begins = [...new Set([effectiveFrom, ...corrections.map((correction) => correction.effectiveFrom)])].sort();
  const previous = previousList(published, month)?.month;
  const before = previous === undefined ? undefined : listBefore(published, previous, effectiveFrom);
  const states = [before, ...begins.map((at) => listAt(published, month, at))];
  const held: HeldPrice[] = [];
  let isChanged = false;
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
  await inLanes(buckets, async (bucket) => {
    const place = { published, pair: pairOf(country, currency), bucket };
    const [old = {}, ...prices] = await pricesInEach(table, place, states);
    held.push(...heldPrices(begins.map((from, index) => ({ from, prices: prices[index]! }))));
    const { ADD, CHG, DEL } = countedChanges(old, prices[0]!);
    isChanged ||= ADD + CHG + DEL > 0;
  });
  return { held, isChanged };
}

/**
 * M3: what is exchanged in the month of an instant; undefined where its rates are not published. An exchanged price holds for that
 * month alone: the next has a rate of its own.
 */
export async function exchangeAt(table: Table, at: Instant) {
  const month = utcDay(at).slice(0, 7);
  const rates = await exchangeRatesStore(table).upTo(month);
  if (rates?.month !== month) return undefined;
  const { pricingCurrency } = rates;
  const from = startOfDay(day(`${month}-01`));
  const until = startOfDay(addMonths(day(`${month}-01`), 1));
  const known = new Map<string, Promise<MarketPrices>>();
  return {
    pricingCurrency,
    currencies: Object.keys(rates.rates),
    async heldIn(
      currency: string,
      { list, market: country }: { readonly list: SeenList; readonly market: string },
    ): Promise<MarketPrices | undefined> {
      const exchange = exchangeInto(currency, rates);
      if (!exchange) return undefined;
      const name = `${list.month} ${country}`;
      const found = known.get(name) ?? marketPrices(table, list, { country, currency: pricingCurrency });
      known.set(name, found);
      const { held, isChanged } = await found;
      const within = held.map((each) => ({
        ...each,
        price: exchanged(each.price, exchange, currency),
        from: each.from > from ? each.from : from,
        until: each.until !== undefined && each.until < until ? each.until : until,
      }));
      return { held: within.filter((each) => each.from < each.until), isChanged };
    },
  };
}

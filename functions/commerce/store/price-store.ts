import { PriceListPublished } from '../../../events/commerce.ts';
import { newEvent } from '../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../shared/dynamo/outbox.ts';
import { allOf, type Item, putIfVersion, putNew, type Table, type Write } from '../../../shared/dynamo/table.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import type { Offer } from '../domain/offer.ts';
import { priceSegment } from '../domain/offer.ts';
import { type AcceptedPrice, type PairPrices, type Price, priceCount, withPrices } from '../domain/price.ts';
import { listInForce, type PriceList, type PublishedList, pairOf } from '../domain/price-list.ts';
import { recordOf } from './items.ts';
import { pairPricesKey, priceCalendarKey, priceListKey, priceListsPartition, publishedListKey } from './keys.ts';

/** The calendar of published lists: one small item, read consistently wherever a price counts. */
interface Calendar {
  readonly version: number;
  readonly published: readonly PublishedList[];
}

/** Pairs that one transaction of new prices touches; the list itself is one write more. */
const PAIRS_PER_SAVE = 90;

/** Published lists never change, so what was read of them is kept for good; one per table. */
interface Kept {
  readonly lists: Map<string, PriceList>;
  readonly pairs: Map<string, PairPrices>;
}
const kept = new WeakMap<Table, Kept>();
const keptOf = (table: Table): Kept => {
  const known = kept.get(table) ?? { lists: new Map(), pairs: new Map() };
  kept.set(table, known);
  return known;
};

export const priceStore = (table: Table) => ({
  async calendar(): Promise<Calendar> {
    const item = await table.get(priceCalendarKey(), { consistent: true });
    return item ? recordOf<Calendar>(item) : { version: 0, published: [] };
  },

  /** A list of any state, read consistently; a published one from memory. */
  async list(month: string): Promise<PriceList | undefined> {
    const { lists } = keptOf(table);
    const known = lists.get(month);
    if (known) return known;
    const item = await table.get(priceListKey(month), { consistent: true });
    const list = item && recordOf<PriceList>(item);
    if (list?.state === 'published') lists.set(month, list);
    return list;
  },

  /** All lists, oldest month first. */
  async lists(): Promise<PriceList[]> {
    const { pk, prefix } = priceListsPartition;
    const items = await allOf(table, { pk, sk: { beginsWith: prefix }, consistent: true });
    return items.map((item) => recordOf<PriceList>(item));
  },

  prices: (list: PriceList, pair: string): Promise<PairPrices> => readPair(table, list, pair),

  /** Stores a new draft. @throws WriteConflictError when the month has a list already. */
  async create(list: PriceList, complete: readonly Write[]): Promise<void> {
    await table.write([putNew({ ...priceListKey(list.month), ...list }), ...complete]);
  },

  /**
   * Merges accepted rows into a draft, pair by pair, up to {@link PAIRS_PER_SAVE} in a transaction. A run that stops
   * half-way is repeated: the same rows give the same list.
   * @throws WriteConflictError if the draft changed or was published in between.
   */
  async putPrices(before: PriceList, rows: readonly AcceptedPrice[], isWhole: boolean): Promise<PriceList> {
    const byPair = Map.groupBy(rows, ({ pair }) => pair);
    let list = before;
    if (isWhole) {
      const dropped = Object.keys(list.pairs).filter((pair) => !byPair.has(pair));
      for (const pair of dropped) byPair.set(pair, []);
    }
    const pairs = [...byPair];
    for (let start = 0; start < pairs.length; start += PAIRS_PER_SAVE)
      list = await savePairs(table, list, pairs.slice(start, start + PAIRS_PER_SAVE), isWhole);
    return list;
  },

  async setMargins(before: PriceList, margins: Readonly<Record<string, string>>): Promise<PriceList> {
    const after = { ...before, margins: { ...before.margins, ...margins }, version: before.version + 1 };
    await table.write([putIfVersion({ ...priceListKey(after.month), ...after }, before.version)]);
    return after;
  },

  /** Publishes: list, calendar and event together. @throws WriteConflictError if either changed in between. */
  async publish(
    before: PriceList,
    after: PriceList,
    calendar: Calendar,
    { at, cause, complete }: { at: Instant; cause: Cause; complete: readonly Write[] },
  ): Promise<void> {
    const { month, visibleFrom, effectiveFrom } = after;
    invariant(visibleFrom && effectiveFrom, 'a published list has its dates');
    const published = [...calendar.published, { month, visibleFrom, effectiveFrom }];
    const prices = Object.values(after.pairs).reduce((count, pair) => count + pair.prices, 0);
    const about = { tenantId: cause.actor.tenantId, aggregateId: month, occurredAt: at };
    const event = newEvent(PriceListPublished, about, { month, visibleFrom, effectiveFrom, prices });
    await table.write([
      putIfVersion({ ...priceListKey(month), ...after }, before.version),
      putIfVersion({ ...priceCalendarKey(), version: calendar.version + 1, published }, calendar.version),
      ...outboxWrite({ aggregate: publishedListKey(month), version: 1, events: [event], cause }),
      ...complete,
    ]);
  },
});

async function readPair(table: Table, list: PriceList, pair: string): Promise<PairPrices> {
  const stored = list.pairs[pair];
  if (!stored) return {};
  const isFinal = list.state === 'published' || stored.month !== list.month;
  const name = `${stored.month}/${pair}`;
  const known = keptOf(table).pairs.get(name);
  if (isFinal && known) return known;
  const item = await table.get(pairPricesKey(stored.month, pair), { consistent: true });
  const prices = item ? (JSON.parse(item.prices as string) as PairPrices) : {};
  if (isFinal) keptOf(table).pairs.set(name, prices);
  return prices;
}

async function savePairs(
  table: Table,
  before: PriceList,
  pairs: readonly (readonly [string, readonly AcceptedPrice[]])[],
  isWhole: boolean,
): Promise<PriceList> {
  const written = await Promise.all(
    pairs.map(async ([pair, rows]) => {
      const prices = withPrices(isWhole ? {} : await readPair(table, before, pair), rows);
      const item: Item = { ...pairPricesKey(before.month, pair), prices: JSON.stringify(prices) };
      return { pair, item, count: priceCount(prices) };
    }),
  );
  const held = Object.fromEntries(written.map(({ pair, count }) => [pair, { month: before.month, prices: count }]));
  const after = {
    ...before,
    pairs: Object.fromEntries(Object.entries({ ...before.pairs, ...held }).filter(([, { prices }]) => prices > 0)),
    version: before.version + 1,
  };
  const listItem: Item = { ...priceListKey(before.month), ...after };
  await table.write([putIfVersion(listItem, before.version), ...written.map(({ item }): Write => ({ put: item }))]);
  return after;
}

/** The prices in force at an instant for one market and currency (ORD-4). */
export interface PricesInForce {
  /** Month of the list, `yyyy-MM`; empty when none is in force yet. */
  readonly month: string;
  priceOf(offer: Pick<Offer, 'id' | 'segments'>): Price | undefined;
}

export async function pricesInForce(
  table: Table,
  { at, country, currency }: { at: Instant; country: string; currency: string },
): Promise<PricesInForce> {
  const store = priceStore(table);
  const { published } = await store.calendar();
  const found = listInForce(published, at);
  const list = found && (await store.list(found.month));
  if (!list) return { month: '', priceOf: () => undefined };
  const prices = await store.prices(list, pairOf(country, currency));
  return { month: list.month, priceOf: (offer) => prices[offer.id]?.[priceSegment(offer)] };
}

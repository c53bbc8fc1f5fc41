import { createHash } from 'node:crypto';
import { PriceListPublished } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { recordOf } from '../../../../shared/dynamo/items.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import {
  allOf,
  type Item,
  putIfVersion,
  putNew,
  type Table,
  WRITES_MAX,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Offer, priceSegment } from '../../catalogue/index.ts';
import { type AcceptedPrice, type PairPrices, type Price, priceCount, withPrices } from '../domain/price.ts';
import { listInForce, type PriceList, type PublishedList, pairOf, type StoredPair } from '../domain/price-list.ts';
import { pairPricesKey, priceCalendarKey, priceListKey, priceListsPartition, publishedListKey } from './keys.ts';

/** The calendar of published lists: one small item, read consistently wherever a price counts. */
interface Calendar {
  readonly version: number;
  readonly published: readonly PublishedList[];
}

/** Hexadecimal digits that name the content of a pair: 80 bits, far beyond the lists of a program. */
const CONTENT_NAME_LENGTH = 20;

/** What a file of prices does to a draft. */
export interface PriceChanges {
  readonly rows: readonly AcceptedPrice[];
  /** The rows are all that the list holds from now on. */
  readonly isWhole: boolean;
  /** Margins by family that come with the file. */
  readonly margins: Readonly<Record<string, string>>;
}

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
   * Merges accepted rows and margins into a draft, or replaces its prices by them. The list is the commit point: the
   * prices of the pairs are stored under names of their own first, so that one that stops half-way changes nothing.
   * @throws WriteConflictError if the draft changed or was published in between.
   */
  async putPrices(before: PriceList, { rows, isWhole, margins }: PriceChanges): Promise<PriceList> {
    const changed = [...Map.groupBy(rows, ({ pair }) => pair)];
    const stored = await Promise.all(
      changed.map(async ([pair, ofPair]) =>
        pairItem(before.month, pair, withPrices(isWhole ? {} : await readPair(table, before, pair), ofPair)),
      ),
    );
    const pairs = {
      ...(isWhole ? {} : before.pairs),
      ...Object.fromEntries(stored.map(({ pair, held }) => [pair, held])),
    };
    const after = {
      ...before,
      pairs: Object.fromEntries(Object.entries(pairs).filter(([, { prices }]) => prices > 0)),
      margins: { ...before.margins, ...margins },
      version: before.version + 1,
    };
    const puts = stored.flatMap(({ item, held }): Write[] => (held.prices > 0 ? [{ put: item }] : []));
    const ahead = Math.max(0, puts.length - (WRITES_MAX - 1));
    for (let start = 0; start < ahead; start += WRITES_MAX)
      await table.write(puts.slice(start, Math.min(start + WRITES_MAX, ahead)));
    await table.write([putIfVersion({ ...priceListKey(after.month), ...after }, before.version), ...puts.slice(ahead)]);
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
  const name = `${stored.month}/${pair}/${stored.content}`;
  const known = keptOf(table).pairs.get(name);
  if (isFinal && known) return known;
  const item = await table.get(pairPricesKey(stored.month, pair, stored.content), { consistent: true });
  const prices = item ? (JSON.parse(item.prices as string) as PairPrices) : {};
  if (isFinal) keptOf(table).pairs.set(name, prices);
  return prices;
}

/** The same prices have the same name, so that nobody overwrites what a list points to. */
function pairItem(month: string, pair: string, of: PairPrices): { pair: string; item: Item; held: StoredPair } {
  const prices = JSON.stringify(of);
  const content = createHash('sha256').update(prices).digest('hex').slice(0, CONTENT_NAME_LENGTH);
  return {
    pair,
    item: { ...pairPricesKey(month, pair, content), prices },
    held: { month, prices: priceCount(of), content },
  };
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

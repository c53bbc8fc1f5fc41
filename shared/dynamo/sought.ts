import { type Cursor, type Item, isPlaceIn, type Query, type Table } from './table.ts';

/** One page of a list, and the place where the following one begins; none where nothing follows. */
export interface SoughtPage<T> {
  readonly items: readonly T[];
  readonly next?: Cursor;
}

/** A list that is read from a place on, so that a page costs the same wherever it stands. */
export interface SoughtList<T> {
  /**
   * The page behind a place; the first one without. It has fewer items than asked for, or none, and yet a following one,
   * where it has read its fill before it found them.
   */
  page(wish: { size: number; after?: Cursor }): Promise<SoughtPage<T>>;
  /** Where the page begins that ends at a place. Undefined when it is the first. */
  before(wish: { size: number; end: Cursor }): Promise<Cursor | undefined>;
  /** Items in all, where that is known: then any page is found without those before it. */
  readonly count?: number;
}

/** How items of a table make a list. */
interface Listing<T> {
  readonly of: (item: Item) => T;
  /** Keys may hold less than what is asked for: what is read decides. */
  readonly isWanted?: (item: Item) => boolean;
}

/** How items make a list together with what lies elsewhere. */
interface JoinedListing<T> {
  /** What each of the items is in the list; undefined where it is not wanted. */
  readonly join: (items: readonly Item[]) => Promise<readonly (T | undefined)[]>;
  /** Items that are joined for a page when it is not full before. */
  readonly itemsMax: number;
}

/**
 * Bytes that a page reads, about. What a filter leaves of them is the page; the following one goes on behind them, so that
 * no page of a list of a million costs more than another.
 */
const READ_BYTES_MAX = 1024 * 1024;

/** What one query finds after the other, in their order. A page costs its items and one more, read forwards or backwards. */
export const soughtList = <T>(
  table: Table,
  queries: readonly Query[],
  { of, isWanted = () => true }: Listing<T>,
): SoughtList<T> =>
  joinedList(table, queries, {
    join: async (items) => items.map((item) => (isWanted(item) ? of(item) : undefined)),
    itemsMax: Number.POSITIVE_INFINITY,
  });

/** Likewise, where the items alone do not say what they are in the list, or whether they are. */
export const joinedList = <T>(table: Table, queries: readonly Query[], listing: JoinedListing<T>): SoughtList<T> => ({
  async page({ size, after }) {
    const wish = { count: size + 1, after };
    const { found, stoppedAt } = await soughtItems(table, placesFrom(queries, after), wish, listing);
    const next = found.length > size ? cursorOf(found[size - 1]!.item, queries[0]!) : stoppedAt;
    const items = found.slice(0, size).map(({ value }) => value);
    return next ? { items, next } : { items };
  },
  async before({ size, end }) {
    const upTo = queries.slice(0, indexOf(queries, end) + 1);
    const places = upTo.reverse().map((query) => ({ ...query, descending: !query.descending }));
    const { found, stoppedAt } = await soughtItems(table, places, { count: size, after: end }, listing);
    return found.length < size ? stoppedAt : cursorOf(found[size - 1]!.item, queries[0]!);
  },
});

interface Found<T> {
  readonly item: Item;
  readonly value: T;
}

/** The first `count` items that are wanted, or those among as many as a page may read, and where these end. */
async function soughtItems<T>(
  table: Table,
  queries: readonly Query[],
  { count, after }: { count: number; after: Cursor | undefined },
  { join, itemsMax }: JoinedListing<T>,
): Promise<{ found: readonly Found<T>[]; stoppedAt?: Cursor }> {
  const found: Found<T>[] = [];
  let [read, bytes] = [0, 0];
  let latest: readonly Item[] = [];
  let place = after;
  for (const query of queries) {
    do {
      if (latest.length > 0) bytes += JSON.stringify(latest).length;
      const bytesLeft = bytes === 0 ? count : Math.floor(((READ_BYTES_MAX - bytes) * read) / bytes);
      const room = Math.min(bytesLeft, Math.max(itemsMax, count) - read);
      if (place && room < 1) return { found, stoppedAt: place };
      // Where little is wanted, each query reads as much as all before it.
      const limit = Math.max(1, Math.min(Math.max(count - found.length, read), room));
      const { items, next } = await table.query({ ...query, limit, ...(place && { after: place }) });
      const values = await join(items);
      for (const [index, item] of items.entries()) {
        const value = values[index];
        if (value !== undefined) found.push({ item, value });
      }
      if (found.length >= count) return { found: found.slice(0, count) };
      place = next;
      read += items.length;
      latest = items;
    } while (place);
  }
  return { found };
}

/** The query that a place lies in, and those behind it. None for a place that the list no longer has. */
function placesFrom(queries: readonly Query[], after: Cursor | undefined): readonly Query[] {
  if (after === undefined) return queries;
  const first = indexOf(queries, after);
  return first < 0 ? [] : queries.slice(first);
}

const indexOf = (queries: readonly Query[], place: Cursor): number =>
  queries.findIndex((query) => isPlaceIn({ ...query, after: place }));

const cursorOf = (item: Item, { index }: Query): Cursor => ({
  pk: item.pk,
  sk: item.sk,
  ...(index && { [`${index}pk`]: String(item[`${index}pk`]), [`${index}sk`]: String(item[`${index}sk`]) }),
});

/** A list that is there as a whole, read by number. */
export const countedList = <T>(
  count: number,
  read: (range: { from: number; to: number }) => Promise<readonly T[]> | readonly T[],
): SoughtList<T> => ({
  count,
  async page({ size, after }) {
    const from = Math.min(placeNumber(after), count);
    const to = Math.min(from + size, count);
    const items = from < to ? await read({ from, to }) : [];
    return to < count ? { items, next: atNumber(to) } : { items };
  },
  before: async ({ size, end }) => {
    const from = placeNumber(end) - size;
    return from > 0 ? atNumber(from) : undefined;
  },
});

/** The place before an item of a counted list. */
export const atNumber = (number: number): Cursor => ({ number: String(number) });

/** The number of such a place, 0 without one. Places come back from callers, who may have made them up. */
export function placeNumber(place: Cursor | undefined): number {
  const { number = '0' } = place ?? {};
  return /^\d{1,9}$/.test(number) ? Number(number) : 0;
}

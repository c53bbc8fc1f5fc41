import { pagesOf, type Query, type Table } from '../../../../shared/dynamo/table.ts';
import { bucketOf } from '../domain/pair.ts';
import type { PairPrices } from '../domain/price.ts';
import type { PublishedList } from '../domain/price-list.ts';
import { pairPricesKey, priceChunkKey, priceListKey } from './keys.ts';
import { pairPricesItem, priceChunkItem, priceListItem } from './price-items.ts';
import { type Recent, recent } from './recent.ts';

/**
 * Prices of published lists. A month's list stores the chunks that it changes; a chunk holds for the lists after it until
 * one of them has another. So the price of an offer at a month is read with one query, backwards from that month, and
 * nothing tells it where to look. What a publication that is not done has stored is passed over: only the calendar says
 * which months count.
 */

/** Chunks that a process remembers: some 50 KB each. */
const REMEMBERED = 300;
/** Prices of a whole pair, of before they lay in chunks. */
const FORMER_REMEMBERED = 40;

interface Version {
  readonly month: string;
  readonly prices: PairPrices;
}

interface Kept {
  readonly versions: Recent<readonly Version[]>;
  readonly former: Recent<PairPrices>;
}
const kept = new WeakMap<Table, Kept>();
function keptOf(table: Table): Kept {
  const known = kept.get(table) ?? { versions: recent(REMEMBERED), former: recent(FORMER_REMEMBERED) };
  kept.set(table, known);
  return known;
}

/** Which chunk is asked for, of lists in a calendar. */
export interface ChunkPlace {
  readonly published: readonly PublishedList[];
  readonly pair: string;
  readonly bucket: number;
}

const digits = (bucket: number): string => String(bucket).padStart(2, '0');
export const chunkKeyOf = ({ pair, bucket }: Omit<ChunkPlace, 'published'>, month: string) =>
  priceChunkKey(pair, digits(bucket), month);

/** The prices of a chunk in the list of a month, and the month that stored them. */
export async function chunkAt(table: Table, place: ChunkPlace, month: string): Promise<Version | undefined> {
  const question = `${place.pair}#${place.bucket}#${month}`;
  const [version] = await keptOf(table).versions.of(question, () => newestVersions(table, place, month, 1));
  return version;
}

export const pricesAt = async (table: Table, place: ChunkPlace, month: string | undefined): Promise<PairPrices> =>
  (month === undefined ? undefined : await chunkAt(table, place, month))?.prices ?? {};

/** The prices of a chunk in the list of a month and in the published list before it, in one read as well. */
export async function pricesAndBefore(
  table: Table,
  place: ChunkPlace,
  { month, before }: { month: string; before: string | undefined },
): Promise<readonly [now: PairPrices, before: PairPrices]> {
  const question = `${place.pair}#${place.bucket}#${month}#${before}`;
  const versions = await keptOf(table).versions.of(question, () => newestVersions(table, place, month, 2));
  const at = (upTo: string | undefined): PairPrices =>
    (upTo === undefined ? undefined : versions.find((version) => version.month <= upTo))?.prices ?? {};
  return [at(month), at(before)];
}

/** The newest versions of a chunk up to a month, newest first. */
async function newestVersions(table: Table, place: ChunkPlace, month: string, count: number): Promise<Version[]> {
  const counting = place.published.filter((list) => list.month <= month);
  const months = new Set(counting.map((list) => list.month));
  const former = counting.filter(({ isFormer }) => isFormer).map((list) => list.month);
  const newest = counting
    .map((list) => list.month)
    .sort()
    .reverse()
    .slice(0, count);
  if (newest.every((of) => former.includes(of)))
    return Promise.all(newest.map(async (of) => ({ month: of, prices: await formerPrices(table, place, of) })));
  const { pk, sk: last } = chunkKeyOf(place, month);
  const { sk: first } = chunkKeyOf(place, '');
  const between = [first, last] as const;
  const query: Query = { pk, sk: { between }, descending: true, limit: count, consistent: true };
  const found: Version[] = [];
  for await (const items of pagesOf(table, query)) {
    for (const item of items) {
      const of = item.sk.slice(first.length);
      if (months.has(of)) found.push({ month: of, prices: priceChunkItem.fromItem(item).prices });
    }
    if (found.length >= count) break;
  }
  const byMonth = [...found.map((version) => version.month), ...former].sort().reverse().slice(0, count);
  return Promise.all(
    byMonth.map(
      async (of) =>
        found.find((version) => version.month === of) ?? { month: of, prices: await formerPrices(table, place, of) },
    ),
  );
}

/** Of a list of before prices lay in chunks. */
async function formerPrices(
  table: Table,
  { pair, bucket }: Omit<ChunkPlace, 'published'>,
  month: string,
): Promise<PairPrices> {
  const prices = await keptOf(table).former.of(`${month}#${pair}`, async () => {
    const item = await table.get(priceListKey(month), { consistent: true });
    const stored = item && priceListItem.fromItem(item).former?.[pair];
    return stored ? formerPairPrices(table, pair, stored) : {};
  });
  return ofBucket(prices, bucket);
}

export async function formerPairPrices(
  table: Table,
  pair: string,
  { month, content }: { month: string; content?: string | undefined },
): Promise<PairPrices> {
  const item = await table.get(pairPricesKey(month, pair, content), { consistent: true });
  return item ? pairPricesItem.fromItem(item).prices : {};
}

export const ofBucket = (prices: PairPrices, bucket: number): PairPrices =>
  Object.fromEntries(Object.entries(prices).filter(([offerId]) => bucketOf(offerId) === bucket));

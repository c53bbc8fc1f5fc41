import { pagesOf, type Table } from '../../../../shared/dynamo/table.ts';
import { fixedPrices, type ListState, type PriceFixes } from '../domain/correction.ts';
import { bucketOf } from '../domain/pair.ts';
import type { PairPrices } from '../domain/price.ts';
import type { PublishedList } from '../domain/price-list.ts';
import { pairPricesKey, priceChunkKey, priceFixesKey, priceListKey } from './keys.ts';
import { pairPricesItem, priceChunkItem, priceFixesItem, priceListItem } from './price-items.ts';
import { type Recent, recent } from './recent.ts';

/**
 * Prices of published lists. A month's list stores the chunks that it changes; a chunk holds for the lists after it until
 * one of them has another. So the price of an offer at a month is read with one query, backwards from that month, and
 * nothing tells it where to look. What a publication that is not done has stored is passed over: only the calendar says
 * which months count. Corrections of a list lie between its month and the next, each with its own prices alone, and are put on
 * top of what is found below: which of them count, the calendar says too.
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
/** Where a correction of a list keeps its prices of the chunk: behind those of its month. */
export const fixesKeyOf = (
  { pair, bucket }: Omit<ChunkPlace, 'published'>,
  of: { month: string; correctionId: string },
) => priceFixesKey(pair, digits(bucket), of);

/** The prices of a chunk in a list, and the month whose list stored them, corrections apart. */
export async function chunkIn(table: Table, place: ChunkPlace, state: ListState): Promise<Version> {
  const [version] = await versionsIn(table, place, [state]);
  return version!;
}

export const pricesIn = async (table: Table, place: ChunkPlace, state: ListState | undefined): Promise<PairPrices> =>
  state === undefined ? {} : (await chunkIn(table, place, state)).prices;

/** The prices of a chunk in several states, in one read where one is right behind the other; none in no state. */
export async function pricesInEach(
  table: Table,
  place: ChunkPlace,
  states: readonly (ListState | undefined)[],
): Promise<readonly PairPrices[]> {
  const there = states.filter((state) => state !== undefined);
  const versions = there.length === 0 ? [] : await versionsIn(table, place, there);
  return states.map((state) => (state ? versions[there.indexOf(state)]!.prices : {}));
}

/** Names what a list is at an instant: the same name, the same prices. */
export const stateName = ({ month, corrections }: ListState): string =>
  [month, ...corrections.map(({ correctionId }) => correctionId)].join(',');

const versionsIn = (table: Table, place: ChunkPlace, states: readonly ListState[]): Promise<readonly Version[]> =>
  keptOf(table).versions.of([place.pair, place.bucket, ...states.map(stateName)].join('#'), () =>
    readVersions(table, place, states),
  );

async function readVersions(table: Table, place: ChunkPlace, states: readonly ListState[]): Promise<Version[]> {
  const former = new Set(place.published.filter(({ isFormer }) => isFormer).map((list) => list.month));
  const found = await readChunks(table, place, states, former);
  return Promise.all(
    states.map(async (state) => {
      const month = baseOf(state, found.chunks, former);
      if (month === undefined) return { month: '', prices: fixedBy(state, '', found, {}) };
      const base = found.chunks.get(month) ?? (await formerPrices(table, place, month));
      return { month, prices: fixedBy(state, month, found, base) };
    }),
  );
}

interface Chunks {
  readonly chunks: ReadonlyMap<string, PairPrices>;
  /** By `<month>#<correction>`. */
  readonly fixes: ReadonlyMap<string, PriceFixes>;
}

/** The newest month of a list that has prices of its own. */
const baseOf = ({ months }: ListState, chunks: ReadonlyMap<string, PairPrices>, former: ReadonlySet<string>) =>
  months.find((month) => chunks.has(month) || former.has(month));

/** Prices with the corrections that were made on top of them. */
const fixedBy = ({ corrections }: ListState, month: string, { fixes }: Chunks, base: PairPrices): PairPrices =>
  corrections
    .filter((of) => of.month >= month)
    .reduce((prices, of) => fixedPrices(prices, fixes.get(`${of.month}#${of.correctionId}`) ?? {}), base);

/** What is stored of a chunk, backwards from the newest list asked for until every state has its prices. */
async function readChunks(
  table: Table,
  place: ChunkPlace,
  states: readonly ListState[],
  former: ReadonlySet<string>,
): Promise<Chunks> {
  const chunks = new Map<string, PairPrices>();
  const fixes = new Map<string, PriceFixes>();
  const isDone = (downTo: string): boolean =>
    states.every((state) => {
      const month = baseOf(state, chunks, former);
      return month !== undefined && (chunks.has(month) || downTo < month);
    });
  const newest = states
    .map(({ month }) => month)
    .sort()
    .at(-1)!;
  const isCorrected = states.some((state) => state.corrections.some(({ month }) => month === state.month));
  if (!isCorrected && states.every(({ months: [month] }) => month !== undefined && former.has(month)))
    return { chunks, fixes };
  const counting = new Set(states.flatMap(({ months }) => months));
  const { pk, sk: first } = chunkKeyOf(place, '');
  const between = [first, `${chunkKeyOf(place, newest).sk}#~`] as const;
  const limit = states.length + (isCorrected ? 1 : 0);
  for await (const items of pagesOf(table, { pk, sk: { between }, descending: true, limit, consistent: true })) {
    for (const item of items) {
      const name = item.sk.slice(first.length);
      if (name.includes('#')) fixes.set(name, priceFixesItem.fromItem(item).fixes);
      else if (counting.has(name)) chunks.set(name, priceChunkItem.fromItem(item).prices);
      if (isDone(name)) return { chunks, fixes };
    }
  }
  return { chunks, fixes };
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

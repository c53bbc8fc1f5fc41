import { createHash } from 'node:crypto';
import type { Table } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { chunkName, draftBucket, EMPTIED_PAIR, withNames } from '../domain/chunk-names.ts';
import { type ListState, listBefore } from '../domain/correction.ts';
import { BUCKETS, bucketOf } from '../domain/pair.ts';
import {
  type AcceptedPrice,
  addedCounts,
  countedChanges,
  lessCounts,
  NO_CHANGES,
  type PairPrices,
  type PriceChanges,
  priceCount,
  withPrices,
} from '../domain/price.ts';
import {
  countedList,
  effectiveFromOf,
  type ListedPair,
  type ListedPairs,
  type PriceList,
  type PublishedList,
} from '../domain/price-list.ts';
import { draftChunkKey } from './keys.ts';
import { formerPairPrices, ofBucket, pricesIn } from './price-chunks.ts';
import { priceChunkItem } from './price-items.ts';
import { type ListWithPairs, listWrites, priceStore } from './price-store.ts';

/** What a file of prices does to a draft. */
export interface PriceFile {
  readonly rows: readonly AcceptedPrice[];
  /** The rows are all that the list holds from now on. */
  readonly isWhole: boolean;
  /** Margins by family that come with the file. */
  readonly margins: Readonly<Record<string, string>>;
}

/** A draft with the published lists that it stands on. */
export interface OpenDraft extends ListWithPairs {
  readonly published: readonly PublishedList[];
}

const everyBucket = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

export const draftStore = (table: Table) => ({
  /** The prices of a bucket as the draft has them. */
  prices: (draft: OpenDraft, pair: string, bucket: number): Promise<PairPrices> =>
    draftPrices(table, draft, pair, bucket),

  /** A draft of before its pairs were counted, as one of today; any other as it is. */
  async carriedOver(draft: OpenDraft): Promise<OpenDraft> {
    return isCounted(draft.list) ? draft : counted(table, draft);
  },

  /**
   * Merges accepted rows and margins into a draft, or replaces its prices by them. The list is the commit point: chunks
   * are stored under names of their own first, so that one that stops half-way changes nothing.
   * @throws WriteConflictError if the draft changed or is being published since it was loaded.
   */
  async putPrices(draft: OpenDraft, file: PriceFile): Promise<ListWithPairs> {
    const before = await this.carriedOver(draft);
    const begun = file.isWhole ? await emptied(table, before) : before;
    const pairs = await pairsAfter(table, begun, file.rows);
    const held = Object.fromEntries(
      Object.entries(pairs).filter(([, { prices, changes }]) => prices > 0 || changes.DEL > 0),
    );
    const list: PriceList = {
      ...begun.list,
      margins: { ...begun.list.margins, ...file.margins },
      version: draft.list.version + 1,
    };
    const after = { pairs: held, list: countedList(list, held) };
    await table.write(listWrites(draft.list, after));
    return after;
  },
});

export const isCounted = (list: PriceList): boolean => list.changes !== undefined;

async function draftPrices(
  table: Table,
  { list, pairs, published }: OpenDraft,
  pair: string,
  bucket: number,
): Promise<PairPrices> {
  const own = draftBucket(pairs[pair]?.chunks, bucket);
  if (own.is === 'emptied') return {};
  if (own.is === 'stored') {
    const item = await table.get(draftChunkKey(list.month, pair, own.name), { consistent: true });
    return item ? priceChunkItem.fromItem(item).prices : {};
  }
  const former = list.former?.[pair];
  if (list.former && former === undefined) return {};
  if (former?.month === list.month) return ofBucket(await formerPairPrices(table, pair, former), bucket);
  return basePrices(table, { list, published }, pair, bucket);
}

/** The prices of a bucket in the list that the draft is based on. */
const basePrices = (
  table: Table,
  { list, published }: Pick<OpenDraft, 'list' | 'published'>,
  pair: string,
  bucket: number,
): Promise<PairPrices> => pricesIn(table, { published, pair, bucket }, baseOf(list, published));

/** The list that a draft begins from, with the corrections that are in force until it takes its place. */
export const baseOf = (
  { month, basedOn }: Pick<PriceList, 'month' | 'basedOn'>,
  published: readonly PublishedList[],
): ListState | undefined =>
  basedOn === undefined ? undefined : listBefore(published, basedOn, effectiveFromOf(month));

interface BucketChange {
  readonly pair: string;
  readonly bucket: number;
  readonly prices: number;
  readonly changes: PriceChanges;
  readonly name: string | 'emptied';
}

/** The pairs after accepted rows: only the buckets that they touch are read and stored. */
async function pairsAfter(table: Table, draft: OpenDraft, rows: readonly AcceptedPrice[]): Promise<ListedPairs> {
  const changed: BucketChange[] = [];
  const groups = [...Map.groupBy(rows, ({ pair, offerId }) => `${pair} ${bucketOf(offerId)}`).values()];
  await inLanes(groups, async (group) => void changed.push(await changeBucket(table, draft, group)));
  const pairs: Record<string, ListedPair> = { ...draft.pairs };
  for (const [pair, buckets] of Map.groupBy(changed, (change) => change.pair)) {
    const before = pairs[pair] ?? { prices: 0, changes: NO_CHANGES };
    pairs[pair] = {
      prices: buckets.reduce((count, { prices }) => count + prices, before.prices),
      changes: buckets.reduce((all, { changes }) => addedCounts(all, changes), before.changes),
      chunks: withNames(before.chunks, new Map(buckets.map(({ bucket, name }) => [bucket, name]))),
    };
  }
  return pairs;
}

/** Rows of one pair and bucket; counts are what becomes more or less. */
async function changeBucket(table: Table, draft: OpenDraft, rows: readonly AcceptedPrice[]): Promise<BucketChange> {
  const { pair, offerId } = rows[0]!;
  const bucket = bucketOf(offerId);
  const [base, before] = await Promise.all([
    basePrices(table, draft, pair, bucket),
    draftPrices(table, draft, pair, bucket),
  ]);
  const after = withPrices(before, rows);
  const count = priceCount(after);
  return {
    pair,
    bucket,
    prices: count - priceCount(before),
    changes: lessCounts(countedChanges(base, after), countedChanges(base, before)),
    name: count === 0 ? 'emptied' : await storeDraftChunk(table, draft.list.month, { pair, bucket }, after),
  };
}

/** The same prices have the same name, so that nobody overwrites what a list points to. */
export async function storeDraftChunk(
  table: Table,
  month: string,
  { pair, bucket }: { pair: string; bucket: number },
  prices: PairPrices,
): Promise<string> {
  const name = chunkName(
    createHash('sha256')
      .update(JSON.stringify([bucket, prices]))
      .digest(),
  );
  await table.write([{ put: priceChunkItem.toItem(draftChunkKey(month, pair, name), { prices }) }]);
  return name;
}

/** The draft without any price: all that the list before has is taken out. */
async function emptied(table: Table, draft: OpenDraft): Promise<OpenDraft> {
  const { basedOn, former: _, ...list } = draft.list;
  const base = basedOn === undefined ? undefined : await priceStore(table).list(basedOn);
  const all = base ? await pairsIn(table, base, draft.published, baseOf(draft.list, draft.published)!) : {};
  const held = Object.entries(all).filter(([, { prices }]) => prices > 0);
  const pairs: ListedPairs = Object.fromEntries(
    held.map(([pair, { prices }]) => [pair, { prices: 0, changes: takenOut(prices), chunks: EMPTIED_PAIR }]),
  );
  return { ...draft, list: { ...list, ...(basedOn !== undefined && { basedOn }) }, pairs };
}

/** The pairs of a published list with their prices as corrected: those that a correction touched are counted again. */
export async function pairsIn(
  table: Table,
  list: PriceList,
  published: readonly PublishedList[],
  state: ListState,
): Promise<ListedPairs> {
  const store = priceStore(table);
  const own = state.corrections.filter(({ month }) => month === list.month);
  const corrections = await Promise.all(own.map((of) => store.correction(of)));
  const pairs: Record<string, ListedPair> = { ...(await store.pairs(list)) };
  for (const pair of new Set(corrections.flatMap((correction) => correction.pairs))) {
    const counts = await Promise.all(
      everyBucket.map(async (bucket) => priceCount(await pricesIn(table, { published, pair, bucket }, state))),
    );
    const prices = counts.reduce((sum, count) => sum + count, 0);
    pairs[pair] = { changes: NO_CHANGES, ...pairs[pair], prices };
  }
  return pairs;
}

const takenOut = (DEL: number): PriceChanges => ({ ...NO_CHANGES, DEL });

/** Counts what a draft of before changes; its chunks are made where prices are put, or when it is published. */
async function counted(table: Table, draft: OpenDraft): Promise<OpenDraft> {
  const { list } = draft;
  const store = priceStore(table);
  const base = list.basedOn === undefined ? undefined : await store.list(list.basedOn);
  const names = new Set([...Object.keys(draft.pairs), ...Object.keys(base ? await store.pairs(base) : {})]);
  const pairs: Record<string, ListedPair> = {};
  await inLanes([...names], async (pair) => {
    let [prices, changes] = [0, NO_CHANGES];
    for (const bucket of everyBucket) {
      const [before, now] = [
        await basePrices(table, draft, pair, bucket),
        await draftPrices(table, draft, pair, bucket),
      ];
      prices += priceCount(now);
      changes = addedCounts(changes, countedChanges(before, now));
    }
    pairs[pair] = { prices, changes };
  });
  const comparedWith = list.basedOn === undefined ? {} : { comparedWith: list.basedOn };
  return { ...draft, pairs, list: countedList({ ...list, ...comparedWith }, pairs) };
}

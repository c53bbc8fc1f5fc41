import { PriceListPublicationAdvanced, PriceListPublished } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { draftBucket } from '../domain/chunk-names.ts';
import { asPublished, listBefore } from '../domain/correction.ts';
import { BUCKETS } from '../domain/pair.ts';
import { addedCounts, countedChanges, NO_CHANGES, type PriceChanges } from '../domain/price.ts';
import {
  countedList,
  effectiveFromOf,
  isOpening,
  type ListedPair,
  type ListedPairs,
  nextList,
  type PriceList,
  type PublishedList,
  previousList,
} from '../domain/price-list.ts';
import { draftStore, type OpenDraft, pairsIn } from './draft-store.ts';
import { publicationKey, publishedListKey } from './keys.ts';
import { type ChunkPlace, chunkIn, chunkKeyOf, pricesIn } from './price-chunks.ts';
import { type Calendar, type Publication, priceChunkItem, publicationItem } from './price-items.ts';
import { calendarWrite, listWrites, priceStore } from './price-store.ts';
import { pricedOffersStore } from './priced-offers-store.ts';

/**
 * CAT-4: publishing a list. It goes forward in steps, each of so many pairs, and each can be done again: what a step
 * stores is what the draft has, which does not change any more, under the month that no calendar names yet. The last
 * step enters the month into the calendar, and in that moment all of it counts, for everybody.
 */
const PAIRS_PER_STEP = 20;

interface OpenPublication {
  readonly draft: OpenDraft;
  readonly calendar: Calendar;
  readonly publication: Publication;
}

type Saving = Occasion & { complete(published: PriceList): readonly Write[] };

export const publicationStore = (table: Table) => ({
  /** How far a publication has come; undefined when none is under way. */
  async load(month: string): Promise<Publication | undefined> {
    const item = await table.get(publicationKey(month), { consistent: true });
    return item && publicationItem.fromItem(item);
  },

  /**
   * Begins: from here on the draft changes no more, and what has begun will be finished.
   * @throws WriteConflictError if the draft changed since it was loaded.
   */
  async begin(loaded: OpenDraft, decided: PriceList, calendar: Calendar, occasion: Occasion): Promise<void> {
    const { pairs, list } = await draftStore(table).carriedOver({ ...loaded, list: decided });
    const { month } = list;
    const isFirst = isOpening(list, calendar.published, calendar.opening) && calendar.opening === undefined;
    const after: Calendar = isFirst ? { ...calendar, opening: month, version: calendar.version + 1 } : calendar;
    const publication = await begun(table, { ...loaded, list, pairs }, after, 1);
    await table.write([
      ...listWrites(loaded.list, { list, pairs }),
      ...(isFirst ? [calendarWrite(after)] : []),
      ...advanceWrites(undefined, publication, occasion),
    ]);
  },

  /**
   * One step further; answers the published list once it is done.
   * @throws WriteConflictError when somebody else did this step, or published another list in between: look again.
   */
  async step(month: string, saving: Saving): Promise<PriceList | undefined> {
    const store = priceStore(table);
    const [list, calendar, publication] = await Promise.all([store.list(month), store.calendar(), this.load(month)]);
    invariant(list, 'what is published is there');
    if (list.state === 'published' || !publication) return list;
    const draft: OpenDraft = { list, published: calendar.published, pairs: await store.pairs(list) };
    if (publication.calendarVersion !== calendar.version) {
      const again = await begun(table, draft, calendar, publication.version + 1);
      await table.write(advanceWrites(publication, again, saving));
      return undefined;
    }
    return publishPairs(table, { draft, calendar, publication }, saving);
  },
});

/** A publication of which nothing is done yet, towards the calendar of this moment. */
async function begun(table: Table, draft: OpenDraft, calendar: Calendar, version: number): Promise<Publication> {
  const { list, pairs } = draft;
  invariant(list.publishedAt, 'the list was accepted');
  const before = previousList(calendar.published, list.month);
  const store = priceStore(table);
  const isCopy = !list.former && before?.month === list.basedOn;
  const previous = isCopy || !before ? undefined : await store.list(before.month);
  const names = isCopy
    ? Object.keys(pairs).filter((pair) => pairs[pair]!.chunks !== undefined)
    : [...new Set([...Object.keys(pairs), ...Object.keys(previous ? await pairsBefore(table, previous, draft) : {})])];
  return {
    month: list.month,
    calendarVersion: calendar.version,
    isCopy,
    pairs: names.sort(),
    pairsDone: 0,
    counted: {},
    version,
  };
}

const pairsBefore = (table: Table, previous: PriceList, { list, published }: OpenDraft): Promise<ListedPairs> =>
  pairsIn(table, previous, published, listBefore(published, previous.month, effectiveFromOf(list.month)));

async function publishPairs(table: Table, open: OpenPublication, saving: Saving): Promise<PriceList | undefined> {
  const { publication, calendar } = open;
  const pairsDone = Math.min(publication.pairs.length, publication.pairsDone + PAIRS_PER_STEP);
  const { counted, priced } = await publishedPairs(
    table,
    open,
    publication.pairs.slice(publication.pairsDone, pairsDone),
  );
  await pricedOffersStore(table).note(priced, publication.month, calendar.published);
  const after: Publication = {
    ...publication,
    pairsDone,
    counted: { ...publication.counted, ...counted },
    version: publication.version + 1,
  };
  if (pairsDone === publication.pairs.length) return finish(table, { ...open, publication: after }, saving);
  await table.write(advanceWrites(publication, after, saving));
  return undefined;
}

const everyBucket = Array.from({ length: BUCKETS }, (_, bucket) => bucket);

async function publishedPairs(
  table: Table,
  open: OpenPublication,
  pairs: readonly string[],
): Promise<{ counted: ListedPairs; priced: ReadonlySet<string> }> {
  const { draft, publication } = open;
  const changes = new Map<string, PriceChanges>(pairs.map((pair) => [pair, NO_CHANGES]));
  const priced = new Set<string>();
  const buckets = pairs.flatMap((pair) =>
    everyBucket
      .filter((bucket) => !publication.isCopy || draftBucket(draft.pairs[pair]?.chunks, bucket).is !== 'unchanged')
      .map((bucket) => ({ pair, bucket })),
  );
  await inLanes(buckets, async ({ pair, bucket }) => {
    const published = await publishBucket(table, open, pair, bucket);
    changes.set(pair, addedCounts(changes.get(pair)!, published.changes));
    for (const offerId of published.priced) priced.add(offerId);
  });
  const counted = pairs.map((pair): [string, ListedPair] => [
    pair,
    { prices: draft.pairs[pair]?.prices ?? 0, changes: changes.get(pair)! },
  ]);
  return { counted: Object.fromEntries(counted), priced };
}

/** Stores a bucket under the month where it differs from the list before; a list after it keeps what it had. */
async function publishBucket(table: Table, { draft, calendar }: OpenPublication, pair: string, bucket: number) {
  const { published } = calendar;
  const { month } = draft.list;
  const place = { published, pair, bucket };
  const previous = previousList(published, month)?.month;
  const [now, before] = await Promise.all([
    draftStore(table).prices(draft, pair, bucket),
    pricesIn(
      table,
      place,
      previous === undefined ? undefined : listBefore(published, previous, effectiveFromOf(month)),
    ),
  ]);
  const changes = countedChanges(before, now);
  if (changes.ADD + changes.CHG + changes.DEL > 0) {
    await keepNext(table, place, month);
    await table.write([{ put: priceChunkItem.toItem(chunkKeyOf(place, month), { prices: now }) }]);
  }
  return { changes, priced: Object.keys(now).filter((offerId) => !before[offerId]) };
}

/** Whatever is about to be stored under a month, the list after it keeps what it has. */
export async function keepNext(table: Table, place: ChunkPlace, month: string): Promise<void> {
  const next = nextList(place.published, month)?.month;
  if (next === undefined) return;
  const kept = await chunkIn(table, place, asPublished(place.published, next));
  if (kept.month <= month)
    await table.write([{ put: priceChunkItem.toItem(chunkKeyOf(place, next), { prices: kept.prices }) }]);
}

async function finish(
  table: Table,
  { draft, calendar, publication }: OpenPublication,
  saving: Saving,
): Promise<PriceList> {
  const { month, visibleFrom, effectiveFrom } = draft.list;
  invariant(visibleFrom && effectiveFrom, 'a published list has its dates');
  const before = previousList(calendar.published, month);
  const pairs = publishedCounts(draft.pairs, publication.counted);
  const { former: _, comparedWith: __, ...rest } = draft.list;
  const list: PriceList = {
    ...countedList(rest, pairs),
    state: 'published',
    ...(before && { comparedWith: before.month }),
    version: draft.list.version + 1,
  };
  const entry: PublishedList = { month, visibleFrom, effectiveFrom };
  const about = { tenantId: saving.cause.actor.tenantId, aggregateId: month, occurredAt: saving.at };
  const event = newEvent(PriceListPublished, about, { month, visibleFrom, effectiveFrom, prices: list.prices });
  await table.write([
    ...listWrites(draft.list, { list, pairs }),
    calendarWrite({ version: calendar.version + 1, published: [...calendar.published, entry] }),
    { delete: publicationKey(month), if: { kind: 'equals', values: { version: publication.version - 1 } } },
    ...outboxWrite({ aggregate: publishedListKey(month), version: 1, events: [event], cause: saving.cause }),
    ...saving.complete(list),
  ]);
  return list;
}

/** What the pairs of a published list have: as it was counted, and as before where nothing was looked at. */
const publishedCounts = (pairs: ListedPairs, counted: ListedPairs): ListedPairs =>
  Object.fromEntries(
    Object.entries({ ...pairs, ...counted })
      .map(([pair, { prices }]): [string, ListedPair] => [
        pair,
        { prices, changes: counted[pair]?.changes ?? NO_CHANGES },
      ])
      .filter(([, { prices, changes }]) => prices > 0 || changes.DEL > 0),
  );

/** Where a publication stands now, with an event from which it goes on should nobody else take it further. */
function advanceWrites(before: Publication | undefined, after: Publication, { at, cause }: Occasion): Write[] {
  const { month, pairs, pairsDone, version } = after;
  const about = { tenantId: cause.actor.tenantId, aggregateId: month, occurredAt: at };
  const event = newEvent(PriceListPublicationAdvanced, about, { month, pairs: pairs.length, pairsDone });
  return [
    putIfVersion(publicationItem.toItem(publicationKey(month), after), before?.version ?? 0),
    ...outboxWrite({ aggregate: publicationKey(month), version, events: [event], cause }),
  ];
}

import { PriceListCorrected } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { draftBucket, withNames } from '../domain/chunk-names.ts';
import {
  type Correction,
  carriedFixes,
  changingFixes,
  fixCount,
  listAt,
  listBefore,
  type PriceFixes,
} from '../domain/correction.ts';
import { bucketOf } from '../domain/pair.ts';
import {
  type AcceptedPrice,
  addedCounts,
  countedChanges,
  lessCounts,
  NO_CHANGES,
  type PairPrices,
  priceCount,
} from '../domain/price.ts';
import {
  countedList,
  effectiveFromOf,
  type ListedPair,
  type PriceList,
  type PublishedList,
} from '../domain/price-list.ts';
import { draftStore, type OpenDraft, storeDraftChunk } from './draft-store.ts';
import { correctionKey, publishedListKey } from './keys.ts';
import { fixesKeyOf, pricesIn } from './price-chunks.ts';
import { type Calendar, correctionItem, priceFixesItem } from './price-items.ts';
import { calendarWrite, listWrites, priceStore } from './price-store.ts';
import { keepNext } from './publication-store.ts';

/** What is to be corrected: a published list, from an instant on. */
export type WantedCorrection = Pick<Correction, 'correctionId' | 'month' | 'reason' | 'effectiveFrom'> & {
  readonly rows: readonly AcceptedPrice[];
};

/** A correction that waits for the moment at which it counts. */
export interface PreparedCorrection {
  readonly correction: Correction;
  /** The calendar with it. */
  readonly calendar: Calendar;
  /** What makes it count; fails when anything that it rests on changed meanwhile. */
  readonly writes: readonly Write[];
}

/** Why nothing is to be entered. `unchanged`: the list has all these prices already. */
export type NoCorrection = 'unchanged' | 'publishing' | 'tooManyDrafts';

/** One chunk that is corrected. */
interface Fixed {
  readonly pair: string;
  readonly bucket: number;
  readonly fixes: PriceFixes;
  readonly offersAdded: readonly string[];
}

/** Drafts that one transaction takes along. */
export const DRAFTS_MAX = 20;

/**
 * Corrections of published lists. Their prices are stored first, under a name of their own, beside those that they correct; the
 * calendar that names the correction is the moment at which it counts, and one that stops half-way changes nothing. Drafts that
 * began with the list are taken along in the same transaction: what they still have of it is corrected there, too.
 */
export const correctionStore = (table: Table) => ({
  /** Stores all that a correction has, so that the answered writes alone make it count. */
  async prepare(
    calendar: Calendar,
    wanted: WantedCorrection,
    occasion: Occasion,
  ): Promise<PreparedCorrection | NoCorrection> {
    const { month, correctionId, effectiveFrom, reason } = wanted;
    const lists = await priceStore(table).lists();
    const drafts = lists.filter((list) => list.state === 'draft' && list.basedOn === month);
    if (lists.some(({ state }) => state === 'publishing')) return 'publishing';
    if (drafts.length > DRAFTS_MAX) return 'tooManyDrafts';
    const fixed = await storeFixes(table, calendar.published, wanted);
    if (fixed.length === 0) return 'unchanged';
    const correction: Correction = {
      ...{ correctionId, month, reason, effectiveFrom },
      enteredAt: occasion.at,
      prices: fixed.reduce((count, { fixes }) => count + fixCount(fixes), 0),
      pairs: [...new Set(fixed.map(({ pair }) => pair))].sort(),
      offersAdded: [...new Set(fixed.flatMap(({ offersAdded }) => offersAdded))].sort(),
    };
    await table.write([{ put: correctionItem.toItem(correctionKey(correction), correction) }]);
    const after = withCorrection(calendar, correction);
    const carried = await inOrder(drafts, (list) => carryOver(table, list, { calendar, after, month, fixed }));
    return {
      correction,
      calendar: after,
      writes: [calendarWrite(after), ...carried.flat(), ...raised(correction, after, occasion)],
    };
  },
});

const inOrder = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (const item of items) done.push(await work(item));
  return done;
};

const withCorrection = (calendar: Calendar, { month, correctionId, effectiveFrom }: Correction): Calendar => ({
  ...calendar,
  published: calendar.published.map((list) =>
    list.month === month
      ? { ...list, corrections: [...(list.corrections ?? []), { correctionId, effectiveFrom }] }
      : list,
  ),
  version: calendar.version + 1,
});

/** Stores what changes of the prices, chunk by chunk; first the list after this one gets what it has of it. */
async function storeFixes(
  table: Table,
  published: readonly PublishedList[],
  { month, effectiveFrom, correctionId, rows }: WantedCorrection,
): Promise<Fixed[]> {
  const state = listAt(published, month, effectiveFrom);
  const fixed: Fixed[] = [];
  const groups = Map.groupBy(rows, ({ pair, offerId }) => `${pair} ${bucketOf(offerId)}`);
  await inLanes([...groups.values()], async (group) => {
    const { pair, offerId } = group[0]!;
    const place = { published, pair, bucket: bucketOf(offerId) };
    const before = await pricesIn(table, place, state);
    const fixes = changingFixes(before, fixesOf(group));
    if (fixCount(fixes) === 0) return;
    await keepNext(table, place, month);
    await table.write([{ put: priceFixesItem.toItem(fixesKeyOf(place, { month, correctionId }), { fixes }) }]);
    fixed.push({ pair, bucket: place.bucket, fixes, offersAdded: Object.keys(fixes).filter((id) => !before[id]) });
  });
  return fixed;
}

function fixesOf(rows: readonly AcceptedPrice[]): PriceFixes {
  const fixes: Record<string, Record<string, AcceptedPrice['price'] | null>> = {};
  for (const { offerId, segment, price } of rows) fixes[offerId] = { ...fixes[offerId], [segment]: price ?? null };
  return fixes as PriceFixes;
}

interface Carrying {
  readonly calendar: Calendar;
  readonly after: Calendar;
  readonly month: string;
  readonly fixed: readonly Fixed[];
}

/**
 * What a draft writes when the list that it began with is corrected: in any case that it is another one now, so that nobody
 * publishes or changes what it was before.
 */
async function carryOver(table: Table, list: PriceList, carrying: Carrying): Promise<readonly Write[]> {
  const loaded: OpenDraft = {
    list,
    pairs: await priceStore(table).pairs(list),
    published: carrying.calendar.published,
  };
  const draft = await draftStore(table).carriedOver(loaded);
  const pairs: Record<string, ListedPair> = { ...draft.pairs };
  for (const { pair, bucket } of carrying.fixed) {
    const carried = await carriedBucket(table, draft, { pair, bucket }, carrying);
    const { prices, changes, chunks } = pairs[pair] ?? { prices: 0, changes: NO_CHANGES, chunks: undefined };
    pairs[pair] = {
      prices: prices + carried.prices,
      changes: addedCounts(changes, carried.changes),
      chunks: carried.name === undefined ? chunks : withNames(chunks, new Map([[bucket, carried.name]])),
    };
  }
  const after = countedList({ ...draft.list, version: list.version + 1 }, pairs);
  return listWrites(list, { list: after, pairs });
}

/** What becomes more or less in a bucket of a draft; with a name where the draft stores it anew. */
async function carriedBucket(
  table: Table,
  draft: OpenDraft,
  { pair, bucket }: { pair: string; bucket: number },
  { calendar, after, month }: Carrying,
) {
  const begins = effectiveFromOf(draft.list.month);
  const [before, corrected] = [
    await pricesIn(
      table,
      { published: calendar.published, pair, bucket },
      listBefore(calendar.published, month, begins),
    ),
    await pricesIn(table, { published: after.published, pair, bucket }, listBefore(after.published, month, begins)),
  ];
  const isOwn = draft.list.former !== undefined || draftBucket(draft.pairs[pair]?.chunks, bucket).is !== 'unchanged';
  if (!isOwn) return { prices: priceCount(corrected) - priceCount(before), changes: NO_CHANGES, name: undefined };
  const own = await draftStore(table).prices(draft, pair, bucket);
  const carried = carriedFixes(own, before, corrected);
  return {
    prices: priceCount(carried) - priceCount(own),
    changes: lessCounts(countedChanges(corrected, carried), countedChanges(before, own)),
    name: await nameOf(table, draft, { pair, bucket }, carried),
  };
}

const nameOf = async (
  table: Table,
  { list }: OpenDraft,
  place: { pair: string; bucket: number },
  prices: PairPrices,
): Promise<string | 'emptied'> =>
  priceCount(prices) === 0 ? 'emptied' : storeDraftChunk(table, list.month, place, prices);

function raised(correction: Correction, { published }: Calendar, { at, cause }: Occasion): readonly Write[] {
  const { month, correctionId, reason, effectiveFrom, prices, pairs } = correction;
  const list = published.find((known) => known.month === month)!;
  const about = { tenantId: cause.actor.tenantId, aggregateId: month, occurredAt: at };
  const event = newEvent(PriceListCorrected, about, {
    ...{ month, correctionId, reason, effectiveFrom, prices },
    visibleFrom: list.visibleFrom,
    markets: pairs.length,
  });
  const version = 1 + list.corrections!.length;
  return outboxWrite({ aggregate: publishedListKey(month), version, events: [event], cause });
}

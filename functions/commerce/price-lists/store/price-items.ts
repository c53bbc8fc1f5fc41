import { packedKind } from '../../../../shared/dynamo/packed-kind.ts';
import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Correction, PriceFixes } from '../domain/correction.ts';
import type { PairPrices } from '../domain/price.ts';
import type { FormerPair, ListedPairs, PriceList, PublishedList } from '../domain/price-list.ts';

/** The calendar of published lists: one small item, read consistently wherever a price counts. */
export interface Calendar {
  readonly version: number;
  readonly published: readonly PublishedList[];
  /** Month of the list that is being published as the program's first. */
  readonly opening?: string | undefined;
}

/** Lists in a calendar of the first shape had their prices by pair. */
const ofFormerLists = ({ published, ...calendar }: StoredRecord): StoredRecord => ({
  ...calendar,
  published: (published as readonly StoredRecord[]).map((list) => ({ ...list, isFormer: true })),
});
/** Lists had no corrections. */
const ofUncorrectedLists = (calendar: StoredRecord): StoredRecord => calendar;
export const calendarItem = storedKind<Calendar>({
  kind: 'priceCalendar',
  shape: 3,
  upgrades: [ofFormerLists, ofUncorrectedLists],
});

/** What a correction did; its prices lie beside those that it corrects. */
export const correctionItem = storedKind<Correction>({ kind: 'priceCorrection', shape: 1, upgrades: [] });

/** Lists of the first shape said of every pair where its prices are, and counted no changes. */
const withFormerPairs = ({ pairs, ...list }: StoredRecord): StoredRecord => {
  const former = pairs as Readonly<Record<string, FormerPair>>;
  return { ...list, prices: Object.values(former).reduce((count, { prices }) => count + prices, 0), former };
};
export const priceListItem = storedKind<PriceList>({ kind: 'priceList', shape: 2, upgrades: [withFormerPairs] });

/** The pairs of a list, at the list's own version. */
export interface ListedPairsRecord {
  readonly pairs: ListedPairs;
  readonly version: number;
}
export const listedPairsItem = packedKind<ListedPairsRecord>({ kind: 'listedPairs', shape: 1, upgrades: [] });

/** Prices of a pair and bucket, by offer and segment. */
export interface PriceChunk {
  readonly prices: PairPrices;
}
export const priceChunkItem = packedKind<PriceChunk>({ kind: 'priceChunk', shape: 1, upgrades: [], quality: 2 });

/** Prices of a pair and bucket that a correction has. */
export const priceFixesItem = storedKind<{ readonly fixes: PriceFixes }>({
  kind: 'priceFixes',
  shape: 1,
  upgrades: [],
});

/** Of the first shape the prices of a pair lay in a text, and that is all there will be of them. */
const outOfText = ({ prices }: StoredRecord): StoredRecord => ({ prices: JSON.parse(String(prices)) });
export const pairPricesItem = storedKind<PriceChunk>({ kind: 'pairPrices', shape: 2, upgrades: [outOfText] });

/** By offer: the month of the first list that prices it. */
export interface PricedOffers {
  readonly months: Readonly<Record<string, string>>;
  readonly version: number;
}
export const pricedOffersItem = packedKind<PricedOffers>({ kind: 'pricedOffers', shape: 1, upgrades: [] });

/** How far the publication of a list has come; begun again when another list was published meanwhile. */
export interface Publication {
  readonly month: string;
  /** Of the calendar that it counts on. */
  readonly calendarVersion: number;
  /** The list is based on the one before it: only what it stores itself differs. */
  readonly isCopy: boolean;
  /** Pairs that are to be looked at, how many of them are done, and what those have. */
  readonly pairs: readonly string[];
  readonly pairsDone: number;
  readonly counted: ListedPairs;
  readonly version: number;
}
export const publicationItem = packedKind<Publication>({ kind: 'pricePublication', shape: 1, upgrades: [] });

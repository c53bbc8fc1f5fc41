import { packedKind } from '../../../../shared/dynamo/packed-kind.ts';
import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { OfferCategory } from '../domain/category.ts';
import type { MarketRegion } from '../domain/markets.ts';
import type { Offer } from '../domain/offer.ts';
import type { Openings } from '../domain/openings.ts';

/** Where the catalogue stands: every change goes through this small item. */
export interface CatalogueHead {
  readonly version: number;
  /** Names of the parts that hold the catalogue together, in the order of its offers. */
  readonly parts: readonly string[];
  /** The parts hold what was saved up to `from`; entries to be read are those behind `to`. */
  readonly folded: { readonly from: number; readonly to: number };
  /** Characters of the entries behind the parts: what a reader reads beside them. */
  readonly entryCharacters: number;
  /** What the last fold replaced; the next one removes it. Who read the head before still finds it. */
  readonly spare: { readonly parts: readonly string[]; readonly after: number };
  readonly openings: Openings;
  /** Categories of before they lay in a part; until the next fold. */
  readonly categories?: readonly OfferCategory[] | undefined;
  /** Regions as the operator changed them last, and which of its changes that was; absent: as the program has them. */
  readonly markets?: { readonly asOf: number; readonly regions: readonly MarketRegion[] } | undefined;
}

/** Offers with their categories, or some of them; in an entry those that a save changed. */
export interface CataloguePart {
  readonly offers: readonly Offer[];
  readonly categories: readonly OfferCategory[];
}

/** Begins the names of parts of before they were made anew. */
export const FORMER = 'BUCKET#';

/** Of the first shape were heads of 32 buckets, each with a version. */
const withParts = ({ buckets, ...head }: StoredRecord): StoredRecord => ({
  ...head,
  parts: Object.keys(buckets as object)
    .map((bucket) => FORMER + bucket.padStart(2, '0'))
    .sort(),
  folded: { from: head.version, to: head.version },
  entryCharacters: 0,
  spare: { parts: [], after: head.version },
});

/** Of the third shape and before were heads of when nothing could be opened. */
const withOpenings = (head: StoredRecord): StoredRecord => ({ ...head, openings: {} });

export const catalogueHeadItem = storedKind<CatalogueHead>({
  kind: 'catalogueHead',
  shape: 4,
  upgrades: [withParts, (head) => head, withOpenings],
});

/** Of the first shape were buckets: their offers in a text, no categories. */
const ofBucket = ({ version: _, offers }: StoredRecord): StoredRecord => ({
  offers: JSON.parse(String(offers)),
  categories: [],
});

export const cataloguePartItem = packedKind<CataloguePart>({ kind: 'cataloguePart', shape: 2, upgrades: [ofBucket] });
export const catalogueEntryItem = packedKind<CataloguePart>({ kind: 'catalogueEntry', shape: 1, upgrades: [] });

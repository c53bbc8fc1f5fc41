import { OfferChanged } from '../../../../events/commerce.ts';
import type { NewEvent } from '../../../../shared/contracts/events.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Catalogue, catalogue } from '../domain/catalogue.ts';
import { type OfferCategory, STANDARD_CATEGORIES } from '../domain/category.ts';
import type { Offer } from '../domain/offer.ts';
import { catalogueBucketKey, catalogueHeadKey, offerKey } from './keys.ts';

/**
 * The catalogue is stored in buckets: each item holds the offers whose ids hash to it, so that the whole catalogue is
 * read with a few requests. The head has the version of every bucket; a reader that has seen them all before reads
 * one small item, consistently, and nothing else.
 */
const BUCKETS = 32;
/** An item holds 400 KB; a bucket that comes near it is refused rather than lost. */
const BUCKET_BYTES_MAX = 380_000;
/** Offers of one save: each raises an event, and a transaction has at most 100 writes. */
export const OFFERS_PER_SAVE = 60;

interface Head {
  readonly version: number;
  readonly buckets: Readonly<Record<string, number>>;
  readonly categories: readonly OfferCategory[];
}
interface Bucket {
  readonly version: number;
  readonly offers: ReadonlyMap<string, Offer>;
}

const EMPTY_HEAD: Head = { version: 0, buckets: {}, categories: STANDARD_CATEGORIES };
const EMPTY_BUCKET: Bucket = { version: 0, offers: new Map() };

export const bucketOf = (offerId: string): number => {
  let hash = 0;
  for (let index = 0; index < offerId.length; index += 1) hash = (hash * 31 + offerId.charCodeAt(index)) >>> 0;
  return hash % BUCKETS;
};

interface Kept {
  version: number;
  buckets: Map<number, Bucket>;
  catalogue: Catalogue;
}
/** What this process has read; one per table. */
const kept = new WeakMap<Table, Kept>();

/** A consistent view of the buckets that a change touches; {@link catalogueStore.save} fails if any has moved on. */
export interface LoadedOffers {
  readonly head: Head;
  readonly buckets: ReadonlyMap<number, Bucket>;
  offer(id: string): Offer | undefined;
}

export const catalogueStore = (table: Table) => ({
  /** The whole catalogue as it is now: one consistent read of a small item, more only after a change. */
  async read(): Promise<Catalogue> {
    const head = await readHead(table);
    const known = kept.get(table);
    if (known?.version === head.version) return known.catalogue;
    const buckets = new Map(known?.buckets);
    const stale = Object.entries(head.buckets)
      .filter(([bucket, version]) => buckets.get(Number(bucket))?.version !== version)
      .map(([bucket]) => Number(bucket));
    for (const [bucket, content] of await readBuckets(table, stale)) buckets.set(bucket, content);
    const offers = [...buckets.values()].flatMap(({ offers: ofBucket }) => [...ofBucket.values()]);
    const built = catalogue(offers, head.categories);
    kept.set(table, { version: head.version, buckets, catalogue: built });
    return built;
  },

  /** Loads the buckets of the named offers for a change. */
  async load(ids: readonly string[]): Promise<LoadedOffers> {
    const wanted = [...new Set(ids.map(bucketOf))];
    const [head, buckets] = await Promise.all([readHead(table), readBuckets(table, wanted)]);
    for (const bucket of wanted) if (!buckets.has(bucket)) buckets.set(bucket, EMPTY_BUCKET);
    return { head, buckets, offer: (id) => buckets.get(bucketOf(id))?.offers.get(id) };
  },

  /**
   * Saves changed offers with their events: all or none, at most {@link OFFERS_PER_SAVE}.
   * @throws WriteConflictError if one of the buckets changed since it was loaded; load and decide again.
   */
  async save(
    loaded: LoadedOffers,
    changed: readonly Offer[],
    { at, cause, complete = [] }: { at: Instant; cause: Cause; complete?: readonly Write[] },
  ): Promise<void> {
    invariant(changed.length <= OFFERS_PER_SAVE, `a save holds at most ${OFFERS_PER_SAVE} offers`);
    const touched = [...new Set(changed.map(({ id }) => bucketOf(id)))];
    const versions: Record<string, number> = { ...loaded.head.buckets };
    const bucketWrites = touched.map((bucket) => {
      const before = loaded.buckets.get(bucket);
      invariant(before, 'the bucket of a changed offer was loaded');
      versions[bucket] = before.version + 1;
      return bucketWrite(bucket, before, changed);
    });
    const head: Head = { ...loaded.head, version: loaded.head.version + 1, buckets: versions };
    const events = changed.flatMap((offer) =>
      outboxWrite({
        aggregate: offerKey(offer.id),
        version: offer.version,
        events: [offerChanged(offer, { at, cause })],
        cause,
      }),
    );
    await table.write([headWrite(head), ...bucketWrites, ...events, ...complete]);
  },

  /** Replaces the categories. @throws WriteConflictError if the catalogue changed in between. */
  async saveCategories(
    decide: (before: readonly OfferCategory[]) => readonly OfferCategory[],
    complete: readonly Write[] = [],
  ): Promise<void> {
    const head = await readHead(table);
    const after = { ...head, version: head.version + 1, categories: decide(head.categories) };
    await table.write([headWrite(after), ...complete]);
  },
});

const headWrite = (head: Head): Write => putIfVersion({ ...catalogueHeadKey(), ...head }, head.version - 1);

function bucketWrite(bucket: number, before: Bucket, changed: readonly Offer[]): Write {
  const offers = new Map(before.offers);
  for (const offer of changed) if (bucketOf(offer.id) === bucket) offers.set(offer.id, offer);
  const text = JSON.stringify([...offers.values()]);
  invariant(Buffer.byteLength(text) <= BUCKET_BYTES_MAX, 'a bucket of the catalogue fits into one item');
  const item: Item = { ...catalogueBucketKey(bucket), version: before.version + 1, offers: text };
  return putIfVersion(item, before.version);
}

const offerChanged = (offer: Offer, { at, cause }: { at: Instant; cause: Cause }): NewEvent =>
  newEvent(
    OfferChanged,
    { tenantId: cause.actor.tenantId, aggregateId: offer.id, occurredAt: at },
    { offerId: offer.id, name: offer.name, family: offer.family, productName: offer.plan.name, state: offer.state },
  );

async function readHead(table: Table): Promise<Head> {
  const item = await table.get(catalogueHeadKey(), { consistent: true });
  return item ? (item as unknown as Head) : EMPTY_HEAD;
}

async function readBuckets(table: Table, buckets: readonly number[]): Promise<Map<number, Bucket>> {
  if (buckets.length === 0) return new Map();
  const items = await table.batchGet(buckets.map(catalogueBucketKey), { consistent: true });
  return new Map(
    items.map((item) => {
      const offers = JSON.parse(item.offers as string) as Offer[];
      const bucket = Number(item.sk.slice(-2));
      return [bucket, { version: item.version as number, offers: new Map(offers.map((offer) => [offer.id, offer])) }];
    }),
  );
}

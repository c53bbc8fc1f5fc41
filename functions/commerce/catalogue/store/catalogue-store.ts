import { OfferCategoryChanged, OfferChanged, SegmentOpeningChanged } from '../../../../events/commerce.ts';
import type { NewEvent } from '../../../../shared/contracts/events.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { packed } from '../../../../shared/dynamo/packed-kind.ts';
import {
  allOf,
  type Item,
  type Key,
  putIfVersion,
  putNew,
  type Table,
  type Write,
  WriteConflictError,
} from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { OfferCategory } from '../domain/category.ts';
import { OFFER_BYTES_MAX, type Offer, offerBytes } from '../domain/offer.ts';
import type { Reserved } from '../domain/openings.ts';
import { advancedState, type CatalogueState, foldedParts, stateOf } from './catalogue-fold.ts';
import {
  type CatalogueHead,
  type CataloguePart,
  catalogueEntryItem,
  catalogueHeadItem,
  cataloguePartItem,
  FORMER,
} from './catalogue-items.ts';
import {
  catalogueBucketKey,
  catalogueEntryKey,
  catalogueHeadKey,
  cataloguePartKey,
  categoryKey,
  offerKey,
  segmentKey,
} from './keys.ts';

/**
 * The catalogue lies in parts that never change, and in one entry for each save since they were made. A save writes its
 * entry and the head; who has read the catalogue before reads the head, and the entries that are new. Once the entries
 * have grown long they are folded into new parts.
 */
const PART_CHARACTERS_MAX = 80_000;
/** Some hundred saves of one offer. */
const ENTRY_CHARACTERS_MAX = 96_000;
/** Offers of one save: each raises an event, and a transaction has at most 100 writes. */
export const OFFERS_PER_SAVE = 60;
/** How often what a head names is looked for: a fold may have removed it since the head was read. */
const LOOKS = 5;

const EMPTY_HEAD: CatalogueHead = {
  version: 0,
  parts: [],
  folded: { from: 0, to: 0 },
  entryCharacters: 0,
  spare: { parts: [], after: 0 },
  openings: {},
};

/** What this process has read last; one per table. */
const kept = new WeakMap<Table, CatalogueState>();

/** When and why, with what is stored along. */
interface OccasionOfSave extends Occasion {
  readonly complete?: readonly Write[];
}

/** A consistent view of the catalogue; {@link catalogueStore.save} fails if it has moved on. */
export interface LoadedOffers {
  readonly head: CatalogueHead;
  readonly categories: readonly OfferCategory[];
  offer(id: string): Offer | undefined;
}

/** How many of the offers, from the first on, one save takes. */
export function fittingOffers(offers: readonly Offer[]): number {
  let bytes = 0;
  const most = Math.min(offers.length, OFFERS_PER_SAVE);
  for (let count = 0; count < most; count += 1) {
    bytes += offerBytes(offers[count]!);
    if (bytes > OFFER_BYTES_MAX && count > 0) return count;
  }
  return most;
}

export const catalogueStore = (table: Table) => ({
  /** The whole catalogue as it is now: one consistent read of a small item, more only after a change. */
  read: async (): Promise<Catalogue> => (await currentState(table)).catalogue,

  /** The catalogue as it is now, for a change; entries that have grown long are folded first. */
  async load(): Promise<LoadedOffers> {
    const { head, offers, categories } = await stateForChange(table);
    return { head, categories, offer: (id) => offers.get(id) };
  },

  /**
   * Saves changed offers with their events, all or none; as many as {@link fittingOffers} says.
   * @throws WriteConflictError if the catalogue changed since it was loaded; load and decide again.
   */
  async save(
    { head }: LoadedOffers,
    changed: readonly Offer[],
    { complete = [], ...occasion }: OccasionOfSave,
  ): Promise<void> {
    invariant(changed.length <= fittingOffers(changed), 'a save holds no more than fits');
    const events = changed.flatMap((offer) =>
      outboxWrite({
        aggregate: offerKey(offer.id),
        version: offer.version,
        events: [offerChanged(offer, occasion)],
        cause: occasion.cause,
      }),
    );
    await saveEntry(table, head, { offers: changed, categories: [] }, [...events, ...complete]);
  },

  /** Keeps the regions of the program, unless a later change of them is kept. @throws WriteConflictError as {@link save}. */
  async saveMarkets(markets: NonNullable<CatalogueHead['markets']>): Promise<void> {
    const { head } = await stateForChange(table);
    if (head.markets && head.markets.asOf >= markets.asOf) return;
    await saveEntry(table, { ...head, markets }, { offers: [], categories: [] }, []);
  },

  /**
   * Adds a category or replaces the one of its id.
   * @throws WriteConflictError if the catalogue changed since it was loaded; load and decide again.
   */
  async saveCategory({ head }: LoadedOffers, category: OfferCategory, { complete = [], ...occasion }: OccasionOfSave) {
    const { id, name, rank } = category;
    const changed = newEvent(OfferCategoryChanged, aboutProgram(id.toLowerCase(), occasion), {
      categoryId: id,
      name,
      rank,
    });
    const raised = raisedBy(categoryKey(id.toLowerCase()), head, changed, occasion);
    await saveEntry(table, head, { offers: [], categories: [category] }, [...raised, ...complete]);
  },

  /**
   * Opens or closes a segment (CUS-5); it counts with the next reading.
   * @throws WriteConflictError if the catalogue changed since it was loaded; load and decide again.
   */
  async saveOpening({ head }: LoadedOffers, segment: Reserved, isOpen: boolean, occasion: Occasion): Promise<void> {
    const changed = newEvent(SegmentOpeningChanged, aboutProgram(segment, occasion), { segment, isOpen });
    const raised = raisedBy(segmentKey(segment), head, changed, occasion);
    const openings = { ...head.openings, [segment]: isOpen };
    await saveEntry(table, { ...head, openings }, { offers: [], categories: [] }, raised);
  },
});

const aboutProgram = (aggregateId: string, { at, cause }: Occasion) => ({
  tenantId: cause.actor.tenantId,
  aggregateId,
  occurredAt: at,
});

/** What has no version of its own has that of the catalogue. */
const raisedBy = (aggregate: Key, { version }: CatalogueHead, event: NewEvent, { cause }: Occasion): Write[] =>
  outboxWrite({ aggregate, version: version + 1, events: [event], cause });

const offerChanged = (offer: Offer, occasion: Occasion): NewEvent =>
  newEvent(OfferChanged, aboutProgram(offer.id, occasion), {
    offerId: offer.id,
    name: offer.name,
    family: offer.family,
    productName: offer.plan.name,
    state: offer.state,
  });

// --- reading -------------------------------------------------------------------------------------------------------

async function readHead(table: Table): Promise<CatalogueHead> {
  const item = await table.get(catalogueHeadKey(), { consistent: true });
  return item ? catalogueHeadItem.fromItem(item) : EMPTY_HEAD;
}

/** What the head of this moment says, from memory as far as possible. */
async function currentState(table: Table): Promise<CatalogueState> {
  for (let look = 1; ; look += 1) {
    const head = await readHead(table);
    const known = kept.get(table);
    if (known?.head.version === head.version) return known;
    const state = await (known && known.head.version >= head.folded.from && known.head.version < head.version
      ? followed(table, known, head)
      : readWhole(table, head, known?.parts));
    if (state) {
      const now = kept.get(table);
      if (now === known || !now || now.head.version < head.version) kept.set(table, state);
      return state;
    }
    invariant(look < LOOKS, `what version ${head.version} of the catalogue is made of is there`);
  }
}

async function followed(table: Table, known: CatalogueState, head: CatalogueHead): Promise<CatalogueState | undefined> {
  const entries = await readEntries(table, { after: Math.max(known.head.version, head.folded.to), upTo: head.version });
  return entries && advancedState(known, head, entries);
}

async function readWhole(
  table: Table,
  head: CatalogueHead,
  known: ReadonlyMap<string, CataloguePart> = new Map(),
): Promise<CatalogueState | undefined> {
  const [parts, entries] = await Promise.all([
    readParts(table, head.parts, known),
    readEntries(table, { after: head.folded.to, upTo: head.version }),
  ]);
  return parts && entries && stateOf(head, parts, entries);
}

/**
 * The parts of these names. They never change, so that a read that may lag shows them or nothing: what it does not show
 * is read again, consistently. Undefined when one is gone.
 */
async function readParts(
  table: Table,
  names: readonly string[],
  known: ReadonlyMap<string, CataloguePart>,
): Promise<ReadonlyMap<string, CataloguePart> | undefined> {
  const found = new Map(names.flatMap((name) => (known.has(name) ? [[name, known.get(name)!] as const] : [])));
  for (const consistent of [false, true]) {
    const missing = names.filter((name) => !found.has(name));
    if (missing.length === 0) break;
    const named = new Map(missing.map((name) => [partKey(name).sk, name]));
    for (const item of await table.batchGet(missing.map(partKey), { consistent }))
      found.set(named.get(item.sk)!, cataloguePartItem.fromItem(item));
  }
  return names.every((name) => found.has(name)) ? found : undefined;
}

/** The entries of these versions, in their order; they never change either. Undefined when one is gone. */
async function readEntries(
  table: Table,
  { after, upTo }: { after: number; upTo: number },
): Promise<CataloguePart[] | undefined> {
  if (after >= upTo) return [];
  const { pk, sk: first } = entryKey(after + 1);
  for (const consistent of [false, true]) {
    const items = await allOf(table, { pk, sk: { between: [first, entryKey(upTo).sk] }, consistent });
    if (items.length === upTo - after) return items.map((item) => catalogueEntryItem.fromItem(item));
  }
  return undefined;
}

const partKey = (name: string): Key =>
  name.startsWith(FORMER) ? catalogueBucketKey(name.slice(FORMER.length)) : cataloguePartKey(name);

const DIGITS = 9;
const entryKey = (version: number) => catalogueEntryKey(String(version).padStart(DIGITS, '0'));
const partName = (version: number, number: number): string =>
  `${String(version).padStart(DIGITS, '0')}#${String(number).padStart(3, '0')}`;

// --- writing -------------------------------------------------------------------------------------------------------

async function saveEntry(
  table: Table,
  before: CatalogueHead,
  entry: CataloguePart,
  also: readonly Write[],
): Promise<void> {
  const version = before.version + 1;
  const item = catalogueEntryItem.toItem(entryKey(version), entry);
  const head = { ...before, version, entryCharacters: before.entryCharacters + textOf(item).length };
  await table.write([headWrite(head), putNew(item), ...also]);
}

const headWrite = (head: CatalogueHead): Write =>
  putIfVersion(catalogueHeadItem.toItem(catalogueHeadKey(), head), head.version - 1);

const textOf = (item: Item): string => String(item.packed);

async function stateForChange(table: Table): Promise<CatalogueState> {
  const found = await currentState(table);
  if (found.head.entryCharacters <= ENTRY_CHARACTERS_MAX) return found;
  await fold(table, found);
  return currentState(table);
}

/**
 * Folds the entries into parts. New parts are stored under names that no head knows yet; the head is the moment at which
 * they count. Stopped anywhere it is done again, by the next change; who loses to another change leaves it to that one.
 */
async function fold(table: Table, found: CatalogueState): Promise<void> {
  const { head } = found;
  const parts = await readParts(table, head.parts, found.parts);
  if (!parts) return;
  const version = head.version + 1;
  const folded = foldedParts(
    { head, parts, offers: found.offers, categories: found.categories },
    (part) => packed(part).length <= PART_CHARACTERS_MAX,
  );
  const named = folded.map((part, index) => ({ ...part, name: 'kept' in part ? part.kept : partName(version, index) }));
  const made = named.flatMap((part) => ('made' in part ? [part] : []));
  await inLanes(made, (part) => table.write([{ put: cataloguePartItem.toItem(partKey(part.name), part.made) }]));
  const entriesLeft = range(head.spare.after + 1, head.folded.from).map(entryKey);
  await inLanes([...head.spare.parts.map(partKey), ...entriesLeft], (key) => table.write([{ delete: key }]));
  const names = named.map(({ name }) => name);
  const { categories: _, ...rest } = head;
  const after: CatalogueHead = {
    ...rest,
    version,
    parts: names,
    folded: { from: head.version, to: version },
    entryCharacters: 0,
    spare: { parts: head.parts.filter((name) => !names.includes(name)), after: head.folded.to },
  };
  try {
    await table.write([headWrite(after)]);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    const { parts: taken } = await readHead(table);
    const lost = made.filter(({ name }) => !taken.includes(name));
    await inLanes(lost, ({ name }) => table.write([{ delete: partKey(name) }]));
  }
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

import { CustomerAgreementConfirmed, CustomerRelationshipChanged } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { joinedList, type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import {
  type Condition,
  type Item,
  pagesOf,
  putIfVersion,
  type Query,
  retryOnConflict,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import { type RelationshipRecord, relationshipItem, relationshipPremise } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { foldedText } from '../../../../shared/kernel/text.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { newPair, type Pair, type PairEvent, sourceOf } from '../domain/relationship.ts';
import * as keys from './keys.ts';
import { type CustomerEntry, customerEntryItem, pairItem, relationsItem, type StoredEntry } from './pair-item.ts';

/** A customer as its partners' lists and events name it. */
export interface NamedCustomer {
  readonly customerId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly country: string;
  /** Of the customer, when it got its name. */
  readonly nameVersion: number;
}

export type EntryQuery =
  | { readonly partnerId: string; readonly namePrefix: string }
  | { readonly partnerId: string; readonly domainPrefix: string }
  | { readonly resellerId: string; readonly providerId: string };

/** Pairs that a renamed customer is carried along in at a time: a page is read at once, some of it written at once. */
const RENAMED_PAGE = 100;
const RENAMED_AT_ONCE = 10;

/** Pairs of partner and customer, their access records, and the partners' customer lists. */
export const pairStore = (table: Table) => ({
  /** Reads consistently; strangers are a pair too. */
  async load(ids: keys.PairIds): Promise<Pair> {
    const item = await table.get(keys.pairKey(ids), { consistent: true });
    return item ? pairItem.fromItem(item) : newPair(ids.partnerId, ids.customerId);
  },

  /** The customer's relationships, consistently. */
  ofCustomer: (customerId: string): SoughtList<Pair> =>
    soughtList(table, [pairsQuery(customerId)], {
      of: pairItem.fromItem,
      isWanted: (item) => pairItem.fromItem(item).relationship !== 'none',
    }),

  /** The condition that the two are to each other what they were when the pair was loaded. */
  held: pairHeld,

  partnersOf: (customerId: string, max: number) => partnersOf(table, customerId, max),

  /** A partner's list, by name, by domain, or by the reseller behind it. */
  entries(query: EntryQuery): SoughtList<CustomerEntry> {
    const entryOf = (item: Item) => customerEntryItem.fromItem(item).entry;
    const isWanted = entryTest(query);
    return soughtList(table, entryPlaces(query), { of: entryOf, isWanted: (item) => isWanted(entryOf(item)) });
  },

  joinedEntries: <T>(partnerId: string, joined: JoinedEntries<T>) => joinedEntries(table, partnerId, joined),

  /**
   * Writes of a change of what the two are to each other: state, access record, list entries and
   * `CustomerRelationshipChanged`. Put {@link CustomerStore.held} beside them unless the customer itself is
   * saved in the same transaction. `checked` is the access record that the caller's right rests on, if it does; `relations` what
   * must hold of the customer's pairs altogether.
   */
  async changeWrites(
    change: {
      before: Pair;
      after: Pair;
      event: PairEvent;
      customer: NamedCustomer;
      checked?: RelationshipRecord;
      relations?: Condition;
    },
    { at, cause }: Occasion,
  ): Promise<Write[]> {
    const { before, customer } = change;
    const saved = advanced(change.after);
    const key = keys.pairKey(saved);
    const events = [relationshipChanged({ ...change, after: saved }, at)];
    return [
      putIfVersion(pairItem.toItem(key, saved), before.version),
      recordWrite(saved, change.checked),
      { ...relationsWrite(saved, at), ...(change.relations && { if: change.relations }) },
      ...entryWrites(saved, customer, await listed(table, saved, customer)),
      ...outboxWrite({ aggregate: key, version: saved.version, events, cause }),
    ];
  },

  /** Writes of a confirmation (AGR-1): state, access record and `CustomerAgreementConfirmed`. */
  confirmationWrites(
    { before, after, checked }: { before: Pair; after: Pair; checked: RelationshipRecord },
    { at, cause }: Occasion,
  ): Write[] {
    const saved = advanced(after);
    const key = keys.pairKey(saved);
    return [
      putIfVersion(pairItem.toItem(key, saved), before.version),
      recordWrite(saved, checked),
      ...outboxWrite({ aggregate: key, version: saved.version, events: [confirmed(saved, at)], cause }),
    ];
  },

  /** Writes that carry a customer's new name into the list of one partner. */
  async renameWrites(ids: keys.PairIds, customer: NamedCustomer): Promise<Write[]> {
    const pair = await pairStore(table).load(ids);
    return renameWrites(pair, customer, await listed(table, pair, customer));
  },

  /**
   * Carries a customer's name into the lists of all its partners; answers in how many it was not yet. Each list is a
   * transaction of its own: what was done stays done, whatever ends the rest, and a name never takes the place of a newer one.
   */
  async renameEverywhere(customer: NamedCustomer): Promise<number> {
    let renamed = 0;
    for await (const items of pagesOf(table, { ...pairsQuery(customer.customerId), limit: RENAMED_PAGE })) {
      const outdated = await outdatedPairs(table, items.map(pairItem.fromItem), customer);
      for (let from = 0; from < outdated.length; from += RENAMED_AT_ONCE)
        await Promise.all(outdated.slice(from, from + RENAMED_AT_ONCE).map((pair) => rename(table, pair, customer)));
      renamed += outdated.length;
    }
    return renamed;
  },
});

/**
 * The partners of a customer, at most `max`, and the condition that none of its pairs changed since: for what rests on who
 * its partners are.
 */
async function partnersOf(
  table: Table,
  customerId: string,
  max: number,
): Promise<{ partnerIds: readonly string[]; isSo: Condition; unchanged: Write }> {
  const counted = await table.get(keys.relationsKey(customerId), { consistent: true });
  const partnerIds: string[] = [];
  const list = pairStore(table).ofCustomer(customerId);
  // A page may be short, or empty, and yet more follow: former partners lie among the present ones.
  for (let page = await list.page({ size: max }); ; ) {
    partnerIds.push(...page.items.map(({ partnerId }) => partnerId));
    if (!page.next || partnerIds.length >= max) break;
    page = await list.page({ size: max - partnerIds.length, after: page.next });
  }
  const isSo: Condition = counted
    ? { kind: 'equals', values: { changes: relationsItem.fromItem(counted).changes } }
    : { kind: 'absent' };
  return {
    partnerIds,
    isSo,
    unchanged: { check: keys.relationsKey(customerId), if: isSo },
  };
}

interface JoinedEntries<T> {
  join(entries: readonly CustomerEntry[]): Promise<readonly (T | undefined)[]>;
  /** Entries that are looked at for a page. */
  readonly itemsMax: number;
}

/** A partner's list by name, together with what lies elsewhere. */
const joinedEntries = <T>(table: Table, partnerId: string, { join, itemsMax }: JoinedEntries<T>): SoughtList<T> =>
  joinedList(table, entryPlaces({ partnerId, namePrefix: '' }), {
    join: (items) => join(items.map((item) => customerEntryItem.fromItem(item).entry)),
    itemsMax,
  });
/** A page of all that ever were the customer's partners, by id, consistently: those behind `after`, and whether more may follow. */
export async function everyPartnerOf(
  table: Table,
  customerId: string,
  { size, after }: { readonly size: number; readonly after?: string | undefined },
): Promise<{ readonly partnerIds: readonly string[]; readonly hasMore: boolean }> {
  const from = after === undefined ? {} : { after: { ...keys.pairKey({ partnerId: after, customerId }) } };
  const { items, next } = await table.query({ ...pairsQuery(customerId), limit: size, ...from });
  return { partnerIds: items.map((item) => pairItem.fromItem(item).partnerId), hasMore: next !== undefined };
}

/** Where a customer's pairs lie, and what an item there says. */
export const pairPlace = (customerId: string): Query => pairsQuery(customerId);
export const pairOf = (item: Item): Pair => pairItem.fromItem(item);

const pairsQuery = (customerId: string): Query => ({
  pk: keys.pairPartition(customerId),
  sk: { beginsWith: keys.pairPrefix },
  consistent: true,
});

/** The entry by domain tells how the pair is listed: a domain never changes. */
async function listed(table: Table, pair: keys.PairIds, { domain }: NamedCustomer): Promise<StoredEntry | undefined> {
  const item = await table.get(keys.domainEntryKey({ ...ids(pair), domain }), { consistent: true });
  return item && customerEntryItem.fromItem(item);
}

const isOutdated = (customer: NamedCustomer, { nameVersion = 0 }: Pick<StoredEntry, 'nameVersion'>): boolean =>
  nameVersion < customer.nameVersion;

/** Those of some pairs that are listed under an older name of their customer. */
async function outdatedPairs(table: Table, pairs: readonly Pair[], customer: NamedCustomer): Promise<Pair[]> {
  const keyOf = (pair: Pair) => keys.domainEntryKey({ ...ids(pair), domain: customer.domain });
  const items = await table.batchGet(pairs.map(keyOf), { consistent: true });
  const outdated = items.filter((item) => isOutdated(customer, customerEntryItem.fromItem(item)));
  const partitions = new Set(outdated.map(({ pk }) => pk));
  return pairs.filter((pair) => partitions.has(keyOf(pair).pk));
}

const rename = (table: Table, pair: Pair, customer: NamedCustomer): Promise<void> =>
  retryOnConflict(async () => {
    const writes = await pairStore(table).renameWrites(pair, customer);
    await table.write(writes);
  });

/** Nothing for a pair that is not listed, or under this name or a newer one. */
const renameWrites = (pair: Pair, customer: NamedCustomer, at: StoredEntry | undefined): Write[] =>
  pair.relationship === 'none' || !at || !isOutdated(customer, at)
    ? []
    : [pairHeld(pair), ...entryWrites(pair, customer, at)];

const pairHeld = (pair: Pair): Write => ({
  check: keys.pairKey(pair),
  if: { kind: 'equals', values: { version: pair.version } },
});

/** Where the entries of a list stand, one place after the other: names may be spelt as they were before. */
function entryPlaces(query: EntryQuery): readonly Query[] {
  if ('providerId' in query) return [{ index: 'gsi1', pk: keys.resellerEntryPartition(query) }];
  const prefixes =
    'namePrefix' in query ? keys.nameEntryPrefixes(query.namePrefix) : [keys.domainEntryPrefix(query.domainPrefix)];
  return prefixes.map((beginsWith) => ({
    pk: keys.entryPartition(query.partnerId),
    sk: { beginsWith },
    consistent: true,
  }));
}

/** Keys hold the beginning of a name alone: the whole of it decides. */
function entryTest(query: EntryQuery): (entry: CustomerEntry) => boolean {
  if (!('namePrefix' in query) || query.namePrefix === '') return () => true;
  const wanted = foldedText(query.namePrefix);
  return ({ companyName }) => foldedText(companyName).startsWith(wanted);
}

/**
 * Entries exist while there is a relationship, so that removed customers vanish from the list. Whatever else stood for
 * this pair, under the name that it is `listed` by or a former spelling, goes. They fail when that is no longer so.
 */
function entryWrites(
  pair: Pair,
  { companyName, domain, nameVersion }: NamedCustomer,
  at: StoredEntry | undefined,
): Write[] {
  const facts = given({ ...ids(pair), companyName, domain, resellerId: pair.resellerId });
  const [byName, byDomain] = [keys.nameEntryKey(facts), keys.domainEntryKey(facts)];
  const asRead: Condition = at ? { kind: 'equals', values: { nameVersion: at.nameVersion } } : { kind: 'absent' };
  const isListed = pair.relationship !== 'none';
  const names = [facts, { ...facts, companyName: at?.entry.companyName ?? companyName }];
  const places = names.flatMap((name) => [keys.nameEntryKey(name), ...keys.formerNameEntryKeys(name)]);
  const gone = new Map(places.map((key) => [key.sk, key]));
  if (isListed) gone.delete(byName.sk);
  const deletes = [...gone.values()].map((key) => ({ delete: key }));
  if (!isListed) return [...deletes, { delete: byDomain, if: asRead }];
  const { partnerId: _, ...entry } = { ...facts, relationship: pair.relationship };
  const stored = { entry, nameVersion };
  return [
    ...deletes,
    { put: customerEntryItem.toItem({ ...byName, ...keys.resellerEntryKeys(facts) }, stored) },
    { put: customerEntryItem.toItem(byDomain, stored), if: asRead },
  ];
}

/** Counts the change; an end is the beginning of a farewell (CUS-6), and a customer that has a partner is in none. */
function relationsWrite({ customerId, relationship }: Pair, at: Instant): Write {
  const left = relationship === 'none' && keys.leftIndex({ customerId, leftAt: at });
  return {
    update: keys.relationsKey(customerId),
    set: { ...relationsItem.envelope, ...left },
    ...(!left && { remove: ['gsi1pk', 'gsi1sk'] }),
    add: { changes: 1 },
  };
}

const ids = ({ partnerId, customerId }: keys.PairIds): keys.PairIds => ({ partnerId, customerId });

const recordWrite = (saved: Pair, checked?: RelationshipRecord): Write => ({
  put: relationshipItem(toRecord(saved)),
  ...(checked && relationshipPremise(checked)),
});

const toRecord = (pair: Pair): RelationshipRecord => ({
  ...ids(pair),
  version: pair.version,
  relationship: pair.relationship,
  delegatedAdmin: pair.delegatedAdmin,
  agreements: pair.confirmations.map(({ templateId, agreementType, confirmedAt }) => ({
    templateId,
    agreementType,
    confirmedAt,
  })),
});

const about = (pair: Pair, at: Instant) => ({
  tenantId: pair.partnerId,
  aggregateId: `${pair.partnerId}#${pair.customerId}`,
  occurredAt: at,
});

function relationshipChanged(
  { before, after, event, customer }: { before: Pair; after: Pair; event: PairEvent; customer: NamedCustomer },
  at: Instant,
): NewEvent {
  const stateOf = ({ relationship, delegatedAdmin }: Pair) => ({ relationship, delegatedAdmin });
  return newEvent(CustomerRelationshipChanged, about(after, at), {
    ...ids(after),
    customerName: customer.companyName,
    customerDomain: customer.domain,
    customerCountry: customer.country,
    before: stateOf(before),
    after: stateOf(after),
    source: sourceOf(event),
    ...given({ resellerId: after.resellerId }),
  });
}

function confirmed(pair: Pair, at: Instant): NewEvent {
  const { templateId, agreementType, agreedAt, primaryContact } = pair.confirmations.at(-1)!;
  return newEvent(CustomerAgreementConfirmed, about(pair, at), {
    ...ids(pair),
    templateId,
    agreementType,
    agreedAt,
    contact: primaryContact,
  });
}

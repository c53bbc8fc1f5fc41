import { CustomerAgreementConfirmed, CustomerRelationshipChanged } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { allOf, type Item, putIfVersion, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type RelationshipRecord, relationshipItem, relationshipPremise } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { foldedText } from '../../../../shared/kernel/text.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { newPair, type Pair, type PairEvent, sourceOf } from '../domain/relationship.ts';
import * as keys from './keys.ts';
import { type CustomerEntry, customerEntryItem, pairItem } from './pair-item.ts';

/** A customer as its partners' lists and events name it. */
export interface NamedCustomer {
  readonly customerId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly country: string;
}

export type EntryQuery =
  | { readonly partnerId: string; readonly namePrefix: string }
  | { readonly partnerId: string; readonly domainPrefix: string }
  | { readonly resellerId: string; readonly providerId: string };

/** Writes of entries that a rename can carry along in one transaction: 28 partners, and no customer comes near it. */
const ENTRY_WRITES_MAX = 84;

/** Pairs of partner and customer, their access records, and the partners' customer lists. */
export const pairStore = (table: Table) => ({
  /** Reads consistently; strangers are a pair too. */
  async load(ids: keys.PairIds): Promise<Pair> {
    const item = await table.get(keys.pairKey(ids), { consistent: true });
    return item ? pairItem.fromItem(item) : newPair(ids.partnerId, ids.customerId);
  },

  /** Every partner that the customer has or had, consistently. */
  ofCustomer: (customerId: string): Promise<Pair[]> => pairsOf(table, customerId),

  /** The condition that the two are to each other what they were when the pair was loaded. */
  held: (pair: Pair): Write => ({
    check: keys.pairKey(pair),
    if: { kind: 'equals', values: { version: pair.version } },
  }),

  /** A partner's list, by name, by domain, or by the reseller behind it. */
  entries(query: EntryQuery): SoughtList<CustomerEntry> {
    const entryOf = (item: Item) => customerEntryItem.fromItem(item).entry;
    const isWanted = entryTest(query);
    return soughtList(table, entryPlaces(query), { of: entryOf, isWanted: (item) => isWanted(entryOf(item)) });
  },

  /**
   * Writes of a change of what the two are to each other: state, access record, list entries and
   * `CustomerRelationshipChanged`. Put {@link CustomerStore.pairChange} beside them unless the customer itself is
   * saved in the same transaction. `checked` is the access record that the caller's right rests on, if it does.
   */
  changeWrites(
    change: { before: Pair; after: Pair; event: PairEvent; customer: NamedCustomer; checked?: RelationshipRecord },
    { at, cause }: Occasion,
  ): Write[] {
    const { before, customer } = change;
    const saved = advanced(change.after);
    const key = keys.pairKey(saved);
    const events = [relationshipChanged({ ...change, after: saved }, at)];
    return [
      putIfVersion(pairItem.toItem(key, saved), before.version),
      recordWrite(saved, change.checked),
      ...entryWrites(saved, customer),
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

  /** Writes that carry a customer's new name into the lists of all its partners. */
  async renameWrites(before: NamedCustomer, after: NamedCustomer): Promise<Write[]> {
    if (before.companyName === after.companyName) return [];
    const pairs = (await pairsOf(table, after.customerId)).filter(({ relationship }) => relationship !== 'none');
    const writes = pairs.flatMap((pair) => entryWrites(pair, after, before.companyName));
    invariant(writes.length <= ENTRY_WRITES_MAX, `${pairs.length} partners are few enough to rename their customer`);
    return writes;
  },
});

async function pairsOf(table: Table, customerId: string): Promise<Pair[]> {
  const items = await allOf(table, {
    pk: keys.pairPartition(customerId),
    sk: { beginsWith: keys.pairPrefix },
    consistent: true,
  });
  return items.map(pairItem.fromItem);
}

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
 * this pair, under a former name or spelling, goes.
 */
function entryWrites(pair: Pair, { companyName, domain }: NamedCustomer, formerName = companyName): Write[] {
  const facts = given({ ...ids(pair), companyName, domain, resellerId: pair.resellerId });
  const [byName, byDomain] = [keys.nameEntryKey(facts), keys.domainEntryKey(facts)];
  const isListed = pair.relationship !== 'none';
  const names = [facts, { ...facts, companyName: formerName }];
  const places = names.flatMap((name) => [keys.nameEntryKey(name), ...keys.formerNameEntryKeys(name)]);
  const gone = new Map(places.map((key) => [key.sk, key]));
  if (isListed) gone.delete(byName.sk);
  const deletes = [...gone.values()].map((key) => ({ delete: key }));
  if (!isListed) return [...deletes, { delete: byDomain }];
  const { partnerId: _, ...shown } = facts;
  const entry: CustomerEntry = { ...shown, relationship: pair.relationship };
  return [
    ...deletes,
    { put: customerEntryItem.toItem({ ...byName, ...keys.resellerEntryKeys(facts) }, { entry }) },
    { put: customerEntryItem.toItem(byDomain, { entry }) },
  ];
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

import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { foldedText } from '../../../../shared/kernel/text.ts';
import { cut, END, lower } from '../../program/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- pairs -----------------------------------------------------------------------------------------------------------
export interface PairIds {
  readonly partnerId: string;
  readonly customerId: string;
}
/** A customer's partners lie together, so that the customer sees them all at once, consistently. */
export const pairKey = ({ partnerId, customerId }: PairIds): Key => ({
  pk: pairPartition(customerId),
  sk: `PARTNER#${partnerId}`,
});
export const pairPartition = (customerId: string): string => `TENANCY#${customerId}#PARTNERS`;
export const pairPrefix = 'PARTNER#';
/** How often anything between the customer and any partner changed: what is done on condition that it did not. */
export const relationsKey = (customerId: string): Key => ({ pk: pairPartition(customerId), sk: 'RELATIONS' });
export const customerOfRelations = ({ pk }: Key): string => pk.split('#')[1]!;
/** Index: customers that a partner left since they got their last one, by when. */
const leftPartition = 'TENANCY#DUE#LEFT';
export const leftIndex = ({ customerId, leftAt }: { customerId: string; leftAt: string }) => ({
  gsi1pk: leftPartition,
  gsi1sk: `${leftAt}#${customerId}`,
});
export const leftBefore = (before: string): Query => ({ index: 'gsi1', pk: leftPartition, sk: { before } });
/** Index: customers that were told that they will be erased, by when that may be. */
const erasurePartition = 'TENANCY#DUE#ERASURE';
export const erasureIndex = ({ customerId, erasedFrom }: { customerId: string; erasedFrom: string }) => ({
  gsi1pk: erasurePartition,
  gsi1sk: `${erasedFrom}#${customerId}`,
});
export const erasedBefore = (before: string): Query => ({ index: 'gsi1', pk: erasurePartition, sk: { before } });
/** Entries of a partner's customer list, by name and by domain. They exist while there is a relationship. */
export interface EntryFacts extends PairIds {
  readonly companyName: string;
  readonly domain: string;
  readonly resellerId?: string;
}
export const entryPartition = (partnerId: string): string => `TENANCY#${partnerId}#CUSTOMERS`;
export const partnerOfEntry = (partition: string): string => partition.split('#')[1]!;
/** All customers of a partner, each once: by their domains, which never change. */
export const entriesOf = (partnerId: string): Query => ({
  pk: entryPartition(partnerId),
  sk: { beginsWith: domainEntryPrefix() },
  consistent: true,
});
/** Names are found as searches compare them. */
export const nameEntryPrefix = (name = ''): string => `NAME#${cut(foldedText(name))}`;
/** How entries of names were spelt before they were folded: until its next save an entry stands there. */
const formerNameEntryPrefix = (name: string): string => `NAME#${lower(name)}`;
/** Everywhere that entries of names with a prefix may stand; no place is inside another. */
export function nameEntryPrefixes(name: string): readonly string[] {
  const places = [nameEntryPrefix(name), ...['NFC', 'NFD'].map((form) => formerNameEntryPrefix(name.normalize(form)))];
  return [...new Set(places)].filter((place) => !places.some((other) => other !== place && place.startsWith(other)));
}
export const domainEntryPrefix = (domain = ''): string => `DOMAIN#${domain.toLowerCase()}`;
export const nameEntryKey = ({ partnerId, customerId, companyName }: Omit<EntryFacts, 'domain'>): Key => ({
  pk: entryPartition(partnerId),
  sk: `${nameEntryPrefix(companyName)}${END}${customerId}`,
});
/** The key of an entry before names were folded, where that is another one. */
export const formerNameEntryKeys = ({ partnerId, customerId, companyName }: Omit<EntryFacts, 'domain'>): Key[] => {
  const former = formerNameEntryPrefix(companyName);
  if (former === nameEntryPrefix(companyName)) return [];
  return [{ pk: entryPartition(partnerId), sk: `${former}${END}${customerId}` }];
};
export const domainEntryKey = ({ partnerId, customerId, domain }: Omit<EntryFacts, 'companyName'>): Key => ({
  pk: entryPartition(partnerId),
  sk: `${domainEntryPrefix(domain)}${END}${customerId}`,
});
/** Index: customers of a provider that a reseller brought. */
export const resellerEntryKeys = (facts: EntryFacts) =>
  facts.resellerId === undefined
    ? {}
    : {
        gsi1pk: resellerEntryPartition({ resellerId: facts.resellerId, providerId: facts.partnerId }),
        gsi1sk: `${lower(facts.companyName)}${END}${facts.customerId}`,
      };
export const resellerEntryPartition = (ids: { resellerId: string; providerId: string }): string =>
  `TENANCY#${ids.resellerId}#VIA#${ids.providerId}`;
// --- partnerships ------------------------------------------------------------------------------------------------------
export interface PartnershipIds {
  readonly providerId: string;
  readonly resellerId: string;
}
export const partnershipPartition = (providerId: string): string => `TENANCY#${providerId}#RESELLERS`;
export const partnershipPrefix = 'RESELLER#';
export const partnershipKey = ({ providerId, resellerId }: PartnershipIds): Key => ({
  pk: partnershipPartition(providerId),
  sk: `${partnershipPrefix}${resellerId}`,
});
/** Index: the providers of a reseller. */
export const partnershipOfResellerKeys = ({ providerId, resellerId }: PartnershipIds) => ({
  gsi1pk: providersPartition(resellerId),
  gsi1sk: providerId,
});
export const providersPartition = (resellerId: string): string => `TENANCY#${resellerId}#PROVIDERS`;
/** All partnerships of a partner: with its resellers, and with its providers. */
export const partnershipsOf = (partnerId: string): readonly Query[] => [
  { pk: partnershipPartition(partnerId), sk: { beginsWith: partnershipPrefix }, consistent: true },
  { index: 'gsi1', pk: providersPartition(partnerId) },
];

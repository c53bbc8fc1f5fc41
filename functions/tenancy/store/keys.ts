import type { Key } from '../../../shared/dynamo/table.ts';
import { foldedText } from '../../../shared/kernel/text.ts';

/** Every key of the context by the question that it answers; README.md has one row for each. */

/** Characters of a name that a key holds: a sort key takes 1024 bytes, whatever alphabet they are of. */
const NAME_LENGTH_MAX = 200;
/** Cut between the halves of a character, a name is made whole again: no table takes half of one. */
const cut = (text: string): string => text.slice(0, NAME_LENGTH_MAX).toWellFormed();
const lower = (text: string): string => cut(text.trim().toLowerCase());
/** Sorts before every letter of a name, so that a short name comes before a longer one that begins with it. */
const END = '\t';
const rank = (versionRank: number): string => String(versionRank).padStart(9, '0');

// --- partners --------------------------------------------------------------------------------------------------------
export const partnerKey = (partnerId: string): Key => ({ pk: `TENANCY#${partnerId}#PARTNER`, sk: 'PARTNER' });
/** Index: all partners, as the operator lists them. */
export const partnerListKeys = (partner: { partnerId: string; companyName: string }) => ({
  gsi1pk: partnerListPartition,
  gsi1sk: `${lower(partner.companyName)}${END}${partner.partnerId}`,
});
export const partnerListPartition = 'TENANCY#PROGRAM#PARTNERS';
/** Partners of a network id: subsidiaries may share one. */
export const networkIdKey = (ids: { mpnId: string; partnerId: string }): Key => ({
  pk: networkIdPartition(ids.mpnId),
  sk: `PARTNER#${ids.partnerId}`,
});
export const networkIdPartition = (mpnId: string): string => `TENANCY#MPN#${mpnId}`;

// --- tenants ---------------------------------------------------------------------------------------------------------
/** Whose domain is it? One namespace for all tenants. */
export const domainKey = (domain: string): Key => ({ pk: `TENANCY#DOMAIN#${domain.toLowerCase()}`, sk: 'DOMAIN' });

// --- customers -------------------------------------------------------------------------------------------------------
export const customerKey = (customerId: string): Key => ({ pk: `TENANCY#${customerId}#CUSTOMER`, sk: 'CUSTOMER' });
/** Index: all customers, as the operator lists them. */
export const customerListKeys = (customer: { customerId: string; companyName: string }) => ({
  gsi1pk: customerListPartition,
  gsi1sk: `${lower(customer.companyName)}${END}${customer.customerId}`,
});
export const customerListPartition = 'TENANCY#PROGRAM#CUSTOMERS';

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
/** Whom the partner bills for the customer, once it has changed that. */
export const billToKey = ({ partnerId, customerId }: PairIds): Key => ({
  pk: pairPartition(customerId),
  sk: `BILLTO#${partnerId}`,
});

/** Entries of a partner's customer list, by name and by domain. They exist while there is a relationship. */
export interface EntryFacts extends PairIds {
  readonly companyName: string;
  readonly domain: string;
  readonly resellerId?: string;
}
export const entryPartition = (partnerId: string): string => `TENANCY#${partnerId}#CUSTOMERS`;
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

// --- users and applications --------------------------------------------------------------------------------------------
export const userPartition = (tenantId: string): string => `TENANCY#${tenantId}#USERS`;
export const userPrefix = 'USER#';
export const userKey = (ids: { tenantId: string; userId: string }): Key => ({
  pk: userPartition(ids.tenantId),
  sk: `${userPrefix}${ids.userId}`,
});
export const userNameKey = (tenantId: string, userPrincipalName: string): Key => ({
  pk: userPartition(tenantId),
  sk: `NAME#${userPrincipalName.toLowerCase()}`,
});
/** Index: deleted users by when they are purged, spread over a few partitions. */
const PURGE_SHARDS = 4;
export const purgePartitions: readonly string[] = Array.from(
  { length: PURGE_SHARDS },
  (_, shard) => `TENANCY#DUE#PURGE#${shard}`,
);
export const purgeIndex = ({ userId, dueAt }: { userId: string; dueAt: string }) => ({
  gsi1pk: purgePartitions[Number.parseInt(userId.slice(-4), 16) % PURGE_SHARDS]!,
  gsi1sk: `${dueAt}#${userId}`,
});
export const applicationPartition = (tenantId: string): string => `TENANCY#${tenantId}#APPLICATIONS`;
export const applicationPrefix = 'APPLICATION#';
export const applicationKey = (ids: { tenantId: string; appId: string }): Key => ({
  pk: applicationPartition(ids.tenantId),
  sk: `${applicationPrefix}${ids.appId}`,
});
/** How many registrations a tenant keeps. */
export const registrationsKey = (tenantId: string): Key => ({ pk: `TENANCY#${tenantId}#REGISTRATIONS`, sk: 'KEPT' });
/** Whose client is it? What the issuer's trigger and the token endpoint ask. */
export const clientKey = (clientId: string): Key => ({ pk: `TENANCY#CLIENT#${clientId}`, sk: 'CLIENT' });
export const bootstrapKey: Key = { pk: 'TENANCY#PROGRAM#BOOTSTRAP', sk: 'OPERATOR' };

// --- agreements --------------------------------------------------------------------------------------------------------
export const templatePartition = 'TENANCY#PROGRAM#TEMPLATES';
/** One per type and version: a version is published once. */
export const templateKey = (version: { agreementType: string; versionRank: number }): Key => ({
  pk: templatePartition,
  sk: `TEMPLATE#${version.agreementType}#${rank(version.versionRank)}`,
});
export const templatePrefix = 'TEMPLATE#';
export const templateIdKey = (templateId: string): Key => ({ pk: `TENANCY#TEMPLATE#${templateId}`, sk: 'TEMPLATE' });
export const documentKey = (place: { templateId: string; country: string; language: string }): Key => ({
  pk: `TENANCY#TEMPLATE#${place.templateId}`,
  sk: `DOCUMENT#${place.country}#${lower(place.language)}`,
});

// --- links -------------------------------------------------------------------------------------------------------------
/** What a token stands for, by its hash. */
export const linkKey = (hash: string): Key => ({ pk: `TENANCY#LINK#${hash}`, sk: 'LINK' });
/** The present generation of a partner's links. */
export const invitationKey = (link: { partnerId: string; kind: string; resellerId?: string }): Key => ({
  pk: `TENANCY#${link.partnerId}#LINKS`,
  sk: link.resellerId === undefined ? link.kind : `${link.kind}#${link.resellerId}`,
});

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

// --- what commerce told us -----------------------------------------------------------------------------------------------
export const subscriptionPartition = (partnerId: string): string => `TENANCY#${partnerId}#SUBSCRIPTIONS`;
export const subscriptionKey = (ids: PairIds & { subscriptionId: string }): Key => ({
  pk: subscriptionPartition(ids.partnerId),
  sk: `${subscriptionPrefix(ids.customerId)}${ids.subscriptionId.toLowerCase()}`,
});
export const subscriptionPrefix = (customerId: string): string => `CUSTOMER#${customerId}#`;

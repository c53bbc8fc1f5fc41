import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Every key of the context by the question that it answers; README.md has one row for each. */

/** Characters of a name that a key holds: a sort key takes 1024 bytes, whatever alphabet they are of. */
const NAME_LENGTH_MAX = 200;
/** Cut between the halves of a character, a name is made whole again: no table takes half of one. */
export const cut = (text: string): string => text.slice(0, NAME_LENGTH_MAX).toWellFormed();
export const lower = (text: string): string => cut(text.trim().toLowerCase());
/** Sorts before every letter of a name, so that a short name comes before a longer one that begins with it. */
export const END = '\t';
// --- partners --------------------------------------------------------------------------------------------------------
export const partnerKey = (partnerId: string): Key => ({ pk: `TENANCY#${partnerId}#PARTNER`, sk: 'PARTNER' });
/** Index: all partners, as the operator lists them. */
export const partnerListKeys = (partner: { partnerId: string; companyName: string }) => ({
  gsi1pk: partnerListPartition,
  gsi1sk: `${lower(partner.companyName)}${END}${partner.partnerId}`,
});
export const partnerListPartition = 'TENANCY#PROGRAM#PARTNERS';
/** Index: partners about which there is something to do, by what and from when on. */
export type PartnerDueKind = 'AGREEMENT' | 'RUNOFF';
const partnerDuePartition = (of: PartnerDueKind): string => `TENANCY#DUE#${of}`;
export const partnerDueKeys = ({ of, on, partnerId }: { of: PartnerDueKind; on: string; partnerId: string }) => ({
  gsi2pk: partnerDuePartition(of),
  gsi2sk: `${on}#${partnerId}`,
});
/** Partners about which there is something to do before a day. */
export const duePartners = (of: PartnerDueKind, before: string): Query => ({
  index: 'gsi2',
  pk: partnerDuePartition(of),
  sk: { before },
});
/** All partners: those that were saved last before they had a place among the due ones are found here alone. */
export const everyPartner: Query = { index: 'gsi1', pk: partnerListPartition };
/** A partner out of business; in the index as long as its customers are mailed the choice of another one (PRG-9). */
export const offeredChoiceKey = (partnerId: string): Key => ({ pk: `TENANCY#${partnerId}#PARTNER`, sk: 'CHOICE' });
const CHOICES = 'TENANCY#DUE#CHOICE';
interface OfferedChoiceFacts {
  readonly partnerId: string;
  readonly since: string;
}
export const offeredChoiceIndex = ({ partnerId, since }: OfferedChoiceFacts) => ({
  gsi1pk: CHOICES,
  gsi1sk: `${since}#${partnerId}`,
});
export const dueChoices: Query = { index: 'gsi1', pk: CHOICES };
/** Those from one of them to another, both included. */
export const choicesBetween = (first: OfferedChoiceFacts, last: OfferedChoiceFacts): Query => ({
  ...dueChoices,
  sk: { between: [offeredChoiceIndex(first).gsi1sk, offeredChoiceIndex(last).gsi1sk] },
});
/** Partners of an MPN id: subsidiaries may share one. */
export const mpnIdKey = (ids: { mpnId: string; partnerId: string }): Key => ({
  pk: mpnIdPartition(ids.mpnId),
  sk: `PARTNER#${ids.partnerId}`,
});
export const mpnIdPartition = (mpnId: string): string => `TENANCY#MPN#${mpnId}`;

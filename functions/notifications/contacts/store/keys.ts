import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** Users of one partner, and the partner itself: who gets its mails. */
export const contactsPartition = (partnerId: string): string => `NOTIFICATIONS#${partnerId}#CONTACTS`;
export const partnerKey = (partnerId: string): Key => ({ pk: contactsPartition(partnerId), sk: 'PARTNER' });
/** Index gsi1: partners that are told what concerns all, by their ids. */
export const partnersPartition = 'NOTIFICATIONS#PARTNERS#ALL';
export const partnersIndex = (partnerId: string) => ({ gsi1pk: partnersPartition, gsi1sk: partnerId });
export const userPrefix = 'USER#';
export const userKey = ({ partnerId, userId }: { partnerId: string; userId: string }): Key => ({
  pk: contactsPartition(partnerId),
  sk: userPrefix + userId,
});

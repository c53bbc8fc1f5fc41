import type { Key } from '../../../shared/dynamo/table.ts';

/** Users of one partner, and the partner itself: who gets its mails. */
export const contactsPartition = (partnerId: string): string => `NOTIFICATIONS#${partnerId}#CONTACTS`;
export const partnerKey = (partnerId: string): Key => ({ pk: contactsPartition(partnerId), sk: 'PARTNER' });
export const userPrefix = 'USER#';
export const userKey = ({ partnerId, userId }: { partnerId: string; userId: string }): Key => ({
  pk: contactsPartition(partnerId),
  sk: userPrefix + userId,
});

/** One mail to one receiver. */
export const mailKey = ({ tenantId, mailId }: { tenantId: string; mailId: string }): Key => ({
  pk: `NOTIFICATIONS#${tenantId}#MAILS`,
  sk: mailId,
});

/** A fact that a partner is to be told, until its receivers are known. */
export const noticeKey = ({ partnerId, noticeId }: { partnerId: string; noticeId: string }): Key => ({
  pk: `NOTIFICATIONS#${partnerId}#NOTICES`,
  sk: noticeId,
});

/** Index gsi1: mails that are not sent yet, oldest first, over all tenants. */
export const pendingMails = 'NOTIFICATIONS#PENDING#MAILS';
/** Index gsi1: notices without receivers yet, oldest first, over all partners. */
export const openNotices = 'NOTIFICATIONS#OPEN#NOTICES';

import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** One mail to one receiver. */
export const mailsPartition = (tenantId: string): string => `NOTIFICATIONS#${tenantId}#MAILS`;
export const mailKey = ({ tenantId, mailId }: { tenantId: string; mailId: string }): Key => ({
  pk: mailsPartition(tenantId),
  sk: mailId,
});
/** That an erased customer gets no mail any more, however late its events come. */
export const erasedKey = (tenantId: string): Key => ({ pk: mailsPartition(tenantId), sk: 'ERASED' });
/** Index gsi1: mails that are not sent yet, oldest first, over all tenants. */
export const pendingMailsPartition = 'NOTIFICATIONS#PENDING#MAILS';
/** Pending mails, oldest first: load a mail again before anything is decided on it. */
export const pendingMails: Query = { index: 'gsi1', pk: pendingMailsPartition };
export const pendingMailIndex = ({ causedAt, mailId }: { causedAt: string; mailId: string }) => ({
  gsi1pk: pendingMailsPartition,
  gsi1sk: `${causedAt}#${mailId}`,
});

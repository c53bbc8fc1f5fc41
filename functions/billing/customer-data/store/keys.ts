import type { Key } from '../../../../shared/dynamo/table.ts';
import { contributionSk } from '../../../../shared/messaging/export/contribution-item.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const contributionPartition = (customerId: string): string => `BILLING#${customerId}#EXPORTS`;
/** How far billing has come with what it adds to an export. */
export const contributionKey = (ids: { customerId: string; exportId: string; page?: number | undefined }): Key => ({
  pk: contributionPartition(ids.customerId),
  sk: contributionSk(ids),
});

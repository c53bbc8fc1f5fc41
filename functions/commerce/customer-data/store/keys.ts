import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const contributionPartition = (customerId: string): string => `COMMERCE#${customerId}#EXPORTS`;
/** How far commerce has come with what it adds to an export. */
export const contributionKey = ({ customerId, exportId }: { customerId: string; exportId: string }): Key => ({
  pk: contributionPartition(customerId),
  sk: `CONTRIBUTION#${exportId}`,
});

import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const partition = (partnerId: string): string => `COMMERCE#${partnerId}#INSIGHTS`;
/** What is known of the rows of those customers of a partner whose ids begin with a prefix. */
export const sliceKey = ({ partnerId, prefix }: { partnerId: string; prefix: string }): Key => ({
  pk: partition(partnerId),
  sk: `SLICE#${prefix}`,
});
export const slicesOf = (partnerId: string): Query => ({ pk: partition(partnerId), sk: { beginsWith: 'SLICE#' } });

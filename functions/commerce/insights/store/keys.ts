import type { Key, Query } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const partition = (partnerId: string): string => `COMMERCE#${partnerId}#INSIGHTS`;
/** What is known of the rows of those customers of a partner whose ids begin with a prefix. */
export const sliceKey = ({ partnerId, prefix }: { partnerId: string; prefix: string }): Key => ({
  pk: partition(partnerId),
  sk: `SLICE#${prefix}`,
});
export const slicesOf = (partnerId: string): Query => ({ pk: partition(partnerId), sk: { beginsWith: 'SLICE#' } });

/** Slices that were gathered before, and parts of one that was split: these are met behind those, in the same run. */
export type SliceAge = 'KNOWN' | 'NEW';
interface DueSlice {
  readonly age: SliceAge;
  readonly dueOn: string;
  readonly partnerId: string;
  readonly prefix: string;
}
const duePartition = (age: SliceAge): string => `COMMERCE#SLICESDUE#${age}`;
/** Index 1: slices by the day on which they are gathered next. They are few, so a partition holds them. */
export const sliceDueIndex = ({ age, dueOn, partnerId, prefix }: DueSlice) => ({
  gsi1pk: duePartition(age),
  gsi1sk: `${dueOn}#${partnerId}#${prefix}`,
});
export const slicesDue = (age: SliceAge, before: string): Query => ({
  index: 'gsi1',
  pk: duePartition(age),
  sk: { before },
});

import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';

/** Tables of rows that are kept of a slice. */
export const TABLES = ['subscriptions', 'deployment', 'usage'] as const;
export type TableName = (typeof TABLES)[number];

/**
 * A slice is what a partner sold to those customers whose ids begin with a prefix of hexadecimal digits: all of it at first,
 * a sixteenth of a slice that has become too large.
 */
export interface Slice {
  readonly partnerId: string;
  readonly prefix: string;
  /** UTC day on which its rows are gathered next; absent of one that was split. */
  readonly dueOn?: Day | undefined;
  /** When its rows were gathered, and how many they are. Of one that was split: before that. */
  readonly gatheredAt?: Instant | undefined;
  readonly counts?: Readonly<Record<TableName, number>> | undefined;
  readonly version: number;
}
export const sliceItem = storedKind<Slice>({ kind: 'insightSlice', shape: 1, upgrades: [] });

import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { IdRun } from './id-runs.ts';

/** What folds of one subscription rest on. */
export interface UsageHead {
  readonly version: number;
  /** Sorted runs of the ids that are counted, those of most first. */
  readonly runs: readonly IdRun[];
}
export const usageHeadItem = storedKind<UsageHead>({ kind: 'usageHead', shape: 1, upgrades: [] });

/** Batches of which one fold counted records of the subscription: their objects have them. */
export interface ReportedBatches {
  readonly batches: readonly ReportedBatch[];
}
export interface ReportedBatch {
  readonly batchId: string;
  readonly reportedAt: Instant;
  readonly rowCount: number;
  /** The rows of the batch that were counted; absent: all that it has of the subscription. */
  readonly rows?: readonly number[];
}
export const reportedItem = storedKind<ReportedBatches>({ kind: 'usageReported', shape: 1, upgrades: [] });

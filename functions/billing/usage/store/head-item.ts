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

/** A batch of which one fold counted records of the subscription: its object has them. */
export interface ReportedBatch {
  readonly batchId: string;
  readonly reportedAt: Instant;
  readonly rowCount: number;
  /** The rows of the batch that were counted; absent: all that it has of the subscription. */
  readonly rows?: readonly number[];
}
/** Batches of one fold as they are stored: rows as a text of bits, which takes as much room for one as for most of a batch. */
export interface ReportedBatches {
  readonly batches: readonly (Omit<ReportedBatch, 'rows'> & { readonly rows?: string })[];
}
export const reportedItem = storedKind<ReportedBatches>({
  kind: 'usageReported',
  shape: 2,
  upgrades: [
    (record) => ({
      ...record,
      batches: (record.batches as readonly ReportedBatch[]).map(({ rows, ...batch }) => ({
        ...batch,
        ...(rows && { rows: rowsText(rows) }),
      })),
    }),
  ],
});

/** Rows of a batch, each once: bit n is row n. A thousand of them are 168 characters. */
export function rowsText(rows: readonly number[]): string {
  const bits = Buffer.alloc((Math.max(-1, ...rows) >>> 3) + 1);
  for (const row of rows) bits[row >>> 3]! |= 1 << (row & 7);
  return bits.toString('base64');
}
export const rowsIn = (text: string): number[] =>
  [...Buffer.from(text, 'base64')].flatMap((byte, at) =>
    Array.from({ length: 8 }, (_, bit) => (byte & (1 << bit) ? [at * 8 + bit] : [])).flat(),
  );

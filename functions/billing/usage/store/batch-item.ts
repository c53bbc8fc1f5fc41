import { createHash } from 'node:crypto';
import { packedKind } from '../../../../shared/dynamo/packed-kind.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { addDays, type Day, epochMs, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';

/** What one call brought. It waits, loading, until all its records are folded. */
export interface UsageBatch {
  readonly reportedAt: Instant;
  /** Records that count; while it is loading, those that nothing is wrong with in themselves. */
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedRecord[];
  /** While it is loading: whose records it has. */
  readonly subscriptions?: readonly string[];
  /** It brings no records: a subscription has another partner, and usage that was counted to the one before goes over. */
  readonly isMove?: true;
}

export interface RejectedRecord {
  /** Absent where the record has none. */
  readonly recordId?: string;
  readonly code: number;
  readonly description: string;
}

export const batchItem = packedKind<UsageBatch>({ kind: 'usageBatch', shape: 2, upgrades: [(record) => record] });

const TIME_DIGITS = 12;
const timeHex = (at: Instant): string => epochMs(at).toString(16).padStart(TIME_DIGITS, '0');

/** Ids begin with the time of receipt, so that they sort by it; the rest tells calls of one instant apart. */
export const batchIdOf = (at: Instant, callId: string): string =>
  guidFromHex(timeHex(at) + createHash('sha256').update(callId).digest('hex'));

/** All ids of batches that were received before sort before it. */
export function beforeBatch(at: Instant): string {
  const hex = timeHex(at);
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}

/** Days that what a call brought can be read, and what became of it: then its records go, and places that lead to them. */
export const BATCH_DAYS = 400;

/** When an item that is of a batch goes, in seconds since 1970. */
export const batchExpiry = (reportedOn: Day): number =>
  Math.floor(Date.parse(startOfDay(addDays(reportedOn, BATCH_DAYS))) / 1000);

/** The object that has the records of a batch. */
export const batchFileKey = (batchId: string, reportedAt: Instant): string =>
  `billing/usage/batches/${utcDay(reportedAt)}/${batchId}.json.gz`;

/** Partitions that pending batches are spread over: each takes a thousand a second. */
export const SHARDS: readonly string[] = ['0', '1', '2', '3'];
export const shardOf = (batchId: string): string => String(Number.parseInt(batchId.slice(-1), 16) % SHARDS.length);

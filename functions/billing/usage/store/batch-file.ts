import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { storedFile } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { UsageFacts } from '../domain/day-sheet.ts';
import type { UsageRecord } from '../domain/usage-record.ts';

/** A record as it lies in the object of its batch: members by place, because there are a million of them a day. */
export type BatchRow = readonly [
  row: number,
  /** Hash of the record's id, 24 hex digits. */
  id: string,
  /** Hash of all that it says, 16 hex digits. */
  content: string,
  recordId: string,
  startAt: string,
  endAt: string,
  meterId: string,
  quantity: string,
  resourceUri: string,
  location: string,
  correctsRecordId: string | 0,
  facts: UsageFacts | 0,
];

/** Records of one call, by subscription. */
export interface BatchRows {
  readonly reportedAt: Instant;
  readonly groups: readonly { readonly subscriptionId: string; readonly rows: readonly BatchRow[] }[];
}

export const batchFile = storedFile<BatchRows>({ kind: 'usageBatchRows', shape: 1, upgrades: [] });

const LEVEL = 1;
export const packBatch = (rows: BatchRows): Uint8Array => gzipSync(batchFile.toText(rows), { level: LEVEL });
export const unpackBatch = (bytes: Uint8Array): BatchRows => batchFile.fromText(gunzipSync(bytes).toString('utf8'));

const hashOf = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);

/** Facts with their names in one order, so that what says the same is the same. */
const ordered = (facts: UsageFacts): UsageFacts => {
  const sorted = (record: Readonly<Record<string, string>> | undefined) =>
    record && Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
  const { tags, additionalInfo, project, serviceInfo } = facts;
  return {
    ...(tags && { tags: sorted(tags)! }),
    ...(additionalInfo && { additionalInfo: sorted(additionalInfo)! }),
    ...(project !== undefined && { project }),
    ...(serviceInfo !== undefined && { serviceInfo }),
  };
};

export function batchRow(row: number, record: UsageRecord): BatchRow {
  const { recordId, startAt, endAt, meterId, quantity, resourceUri, location, correctsRecordId, facts } = record;
  const said = [startAt, endAt, meterId, quantity, resourceUri, location, correctsRecordId ?? 0] as const;
  const more = facts === undefined ? 0 : ordered(facts);
  return [row, hashOf(recordId, 24), hashOf(JSON.stringify([said, more]), 16), recordId, ...said, more];
}

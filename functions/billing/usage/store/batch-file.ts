import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { storedFile } from '../../../../shared/dynamo/stored-kind.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { UsageFacts } from '../domain/day-sheet.ts';
import type { UsageRecord } from '../domain/usage-record.ts';

/** A record of a batch: members by place, because there are a million of them a day. */
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

/**
 * Records as they are packed: machines report the same meters hour by hour, so what repeats stands once, and what does not
 * stands beside each other.
 */
interface PackedRows {
  readonly reportedAt: Instant;
  readonly groups: readonly PackedGroup[];
}
interface PackedGroup {
  readonly subscriptionId: string;
  readonly rows: readonly number[];
  /** Hashes of id and content, 40 hex digits a record. */
  readonly hashes: string;
  readonly recordIds: readonly string[];
  readonly quantities: readonly string[];
  /** Places in `spans` and in `series`. */
  readonly spanOf: readonly number[];
  readonly seriesOf: readonly number[];
  readonly spans: readonly (readonly [startAt: string, endAt: string])[];
  readonly series: readonly Series[];
  /** Records that correct others, by their place. */
  readonly corrects: Readonly<Record<number, string>>;
}
type Series = readonly [meterId: string, resourceUri: string, location: string, facts: UsageFacts | 0];

export const batchFile = storedFile<PackedRows>({
  kind: 'usageBatchRows',
  shape: 2,
  upgrades: [({ reportedAt, groups }) => packed({ reportedAt, groups } as unknown as BatchRows) as never],
});

const LEVEL = 1;
export const packBatch = (rows: BatchRows): Uint8Array => gzipSync(batchFile.toText(packed(rows)), { level: LEVEL });

/** Texts and facts that repeat are the same objects in all of a group's rows. */
export const unpackBatch = (bytes: Uint8Array): BatchRows => {
  const { reportedAt, groups } = batchFile.fromText(gunzipSync(bytes).toString('utf8'));
  return { reportedAt, groups: groups.map((group) => ({ subscriptionId: group.subscriptionId, rows: rowsOf(group) })) };
};

const packed = ({ reportedAt, groups }: BatchRows): PackedRows => ({
  reportedAt,
  groups: groups.map(({ subscriptionId, rows }) => {
    const [spans, series] = [dictionary<PackedGroup['spans'][number]>(), dictionary<Series>()];
    return {
      subscriptionId,
      rows: rows.map(([row]) => row),
      hashes: rows.map(([, id, content]) => id + content).join(''),
      recordIds: rows.map(([, , , recordId]) => recordId),
      quantities: rows.map(([, , , , , , , quantity]) => quantity),
      spanOf: rows.map(([, , , , startAt, endAt]) => spans.placeOf([startAt, endAt])),
      seriesOf: rows.map(([, , , , , , meterId, , resourceUri, location, , facts]) =>
        series.placeOf([meterId, resourceUri, location, facts]),
      ),
      spans: spans.all,
      series: series.all,
      corrects: Object.fromEntries(rows.flatMap(({ 10: corrects }, n) => (corrects === 0 ? [] : [[n, corrects]]))),
    };
  }),
});

/** What repeats, each once, in the order in which it came first. */
function dictionary<T>() {
  const places = new Map<string, number>();
  const all: T[] = [];
  return {
    all,
    placeOf(value: T): number {
      const text = JSON.stringify(value);
      let place = places.get(text);
      if (place === undefined) {
        place = all.push(value) - 1;
        places.set(text, place);
      }
      return place;
    },
  };
}

const [ID_DIGITS, HASH_DIGITS] = [24, 40];

function rowsOf(group: PackedGroup): BatchRow[] {
  const { rows, hashes, recordIds, quantities, spanOf, seriesOf, spans, series, corrects } = group;
  return rows.map((row, n): BatchRow => {
    const at = n * HASH_DIGITS;
    const [startAt, endAt] = spans[spanOf[n]!]!;
    const [meterId, resourceUri, location, facts] = series[seriesOf[n]!]!;
    const [id, content] = [hashes.slice(at, at + ID_DIGITS), hashes.slice(at + ID_DIGITS, at + HASH_DIGITS)];
    const [recordId, quantity] = [recordIds[n]!, quantities[n]!];
    const of = corrects[n] ?? 0;
    return [row, id, content, recordId, startAt, endAt, meterId, quantity, resourceUri, location, of, facts];
  });
}

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

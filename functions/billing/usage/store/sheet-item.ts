import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { DaySheet, SheetRow, UsageFacts } from '../domain/day-sheet.ts';

/** A day sheet in the table: its rows packed, or the object that has them. */
export interface StoredSheet {
  readonly rowCount: number;
  /** Packed rows in base64. */
  readonly rows?: string;
  /** Object with the packed rows, where they are many. */
  readonly file?: string;
}

export const sheetItem = storedKind<StoredSheet>({ kind: 'usageSheet', shape: 1, upgrades: [] });

/** A write unit is a kilobyte, twice of a transaction: beyond this an object costs less. */
const INLINE_BYTES_MAX = 6 * 1024;
const QUALITY = 4;

/** Rows as they are packed: texts that repeat stand once. */
interface PackedSheet {
  readonly shape: 1;
  readonly facts: readonly UsageFacts[];
  readonly rows: readonly PackedRow[];
}
type PackedRow = readonly [
  reportedOn: string,
  meterId: string,
  resourceUri: string,
  location: string,
  quantity: string,
  firstAt: string,
  corrections: string | 0,
  facts: number,
  lastAt: string | 0,
];

const NO_FACTS = -1;

/** The same rows give the same bytes: they come in the order of their keys. */
export function packedRows(rows: readonly SheetRow[]): Buffer {
  const texts: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (facts: UsageFacts | undefined): number => {
    if (facts === undefined) return NO_FACTS;
    const text = JSON.stringify(facts);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const packed = rows.map(
    (row): PackedRow => [
      row.reportedOn,
      row.meterId,
      row.resourceUri,
      row.location,
      row.quantity,
      row.firstAt,
      row.corrections ?? 0,
      placeOf(row.facts),
      row.lastAt ?? 0,
    ],
  );
  const text = `{"shape":1,"facts":[${texts.join()}],"rows":${JSON.stringify(packed)}}`;
  return brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
}

export function unpackedRows(bytes: Uint8Array): SheetRow[] {
  const { facts, rows } = JSON.parse(brotliDecompressSync(bytes).toString('utf8')) as PackedSheet;
  return rows.map(([reportedOn, meterId, resourceUri, location, quantity, firstAt, corrections, place, lastAt]) => ({
    reportedOn: reportedOn as Day,
    meterId,
    resourceUri,
    location,
    quantity,
    ...(corrections !== 0 && { corrections }),
    firstAt: firstAt as Instant,
    ...(typeof lastAt === 'string' && { lastAt: lastAt as Instant }),
    ...(place !== NO_FACTS && { facts: facts[place]! }),
  }));
}

export const isInline = (packed: Uint8Array): boolean => packed.length <= INLINE_BYTES_MAX;

/** Named by its content: what a reader was told of stays what it was. */
export function sheetFile(sheet: Omit<DaySheet, 'rows'>, packed: Uint8Array): string {
  const hash = createHash('sha256').update(packed).digest('hex').slice(0, 32);
  const { partnerId, customerId, subscriptionId, usageOn } = sheet;
  return `billing/usage/sheets/${partnerId}/${customerId}/${subscriptionId}/${usageOn}-${hash}.br`;
}

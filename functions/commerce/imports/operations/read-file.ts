import { charsetOf, decoded } from '../../../../shared/http/charset.ts';
import { CsvError, eachCsvRecord } from '../../../../shared/kernel/csv.ts';
import { ok, type Result } from '../../../../shared/kernel/result.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Import } from '../domain/import.ts';
import { type Cells, cellsOf, headingOf, isBlank, type Layout } from '../domain/layout.ts';
import type { Piece } from '../store/import-items.ts';
import type { ImportIds } from '../store/keys.ts';

/**
 * Bytes that are read of a file at once, and the longest row that it may have. A file is never in memory as a whole, however
 * long it is; a piece of it costs one read.
 */
const READ_BYTES = 64 * 1024;
/** Rows that are read, checked and carried out together: what they save fits into one transaction. */
export const PIECE_ROWS = 25;

/** Where the documents of an import lie. They are gone when it is over, or after a month. */
const folderOf = ({ partnerId, importId }: ImportIds): string => `commerce/imports/${partnerId}/${importId}`;
export const fileKey = (ids: ImportIds): string => `${folderOf(ids)}/file.csv`;
/** What a link takes; the import copies it once, so that nobody changes what it reads. */
export const uploadKey = (ids: ImportIds): string => `${folderOf(ids)}/upload.csv`;
export const handedKey = (ids: ImportIds, { mode, firstRow }: { mode: string; firstRow: number }): string =>
  `${folderOf(ids)}/${mode}-${firstRow}.json`;

export interface ReadRow {
  readonly row: number;
  readonly cells: Cells;
}
export interface ReadRows {
  readonly rows: readonly ReadRow[];
  readonly fromByte: number;
  readonly toByte: number;
  /** Nothing follows. */
  readonly isLast: boolean;
}
/** Why a file is not taken. */
export type Unreadable = { readonly wrong: string };

const GONE = { wrong: 'The file is no longer there: send it again as a new import.' };
const NO_TEXT = {
  wrong:
    'The file is not of the charset that it declares (utf-8 when none): send utf-8, utf-16, iso-8859-1 or windows-1252, and say which.',
};

/** Charset and columns of a file, from its beginning. */
export async function readHeading(
  of: Import,
  files: Pick<Files, 'range'>,
): Promise<Result<{ layout: Layout; nextByte: number }, Unreadable>> {
  const bytes = await files.range(fileKey(of), 0, READ_BYTES);
  if (!bytes) return { ok: false, refusal: GONE };
  return headingIn(Buffer.from(bytes), of);
}

/** Likewise, of a beginning that is at hand. */
export function headingIn(
  bytes: Buffer,
  { contentType, type, fileBytes }: Pick<Import, 'contentType' | 'type' | 'fileBytes'>,
): Result<{ layout: Layout; nextByte: number }, Unreadable> {
  const charset = charsetIn(bytes, contentType);
  const piece = bytes.length >= fileBytes ? bytes : wholeCharacters(bytes, charset);
  const text = textOf(piece, charset);
  if (text === undefined) return { ok: false, refusal: NO_TEXT };
  const heading = headingOf(text, type);
  if ('wrong' in heading) return { ok: false, refusal: heading };
  const nextByte = piece.length - byteLength(text.slice(heading.end), charset);
  return ok({ layout: { ...heading.layout, charset }, nextByte });
}

/** The next rows of a file, as many as are worked together. */
export async function readRows(
  of: Import & { readonly layout: Layout },
  files: Pick<Files, 'range'>,
): Promise<Result<ReadRows, Unreadable>> {
  const { fileBytes, nextByte: fromByte, rows: rowsBefore, layout } = of;
  if (fromByte >= fileBytes) return ok({ rows: [], fromByte, toByte: fromByte, isLast: true });
  const bytes = await files.range(fileKey(of), fromByte, READ_BYTES);
  if (!bytes) return { ok: false, refusal: GONE };
  const isEnd = fromByte + bytes.length >= fileBytes;
  const piece = isEnd ? Buffer.from(bytes) : wholeCharacters(Buffer.from(bytes), layout.charset);
  const text = textOf(piece, layout.charset);
  if (text === undefined) return { ok: false, refusal: NO_TEXT };
  const read = rowsIn(text, { layout, rowsBefore, isEnd });
  if ('wrong' in read) return { ok: false, refusal: read };
  const toByte = read.isWhole
    ? fromByte + piece.length
    : fromByte + piece.length - byteLength(text.slice(read.end), layout.charset);
  return ok({ rows: read.rows, fromByte, toByte, isLast: toByte >= fileBytes });
}

/** The rows of a piece once more, as they were read first. */
export async function readPiece(
  of: Import & { readonly layout: Layout },
  { firstRow, fromByte, toByte }: Piece,
  files: Pick<Files, 'range'>,
): Promise<Result<readonly ReadRow[], Unreadable>> {
  const bytes = await files.range(fileKey(of), fromByte, toByte - fromByte);
  const text = bytes && textOf(Buffer.from(bytes), of.layout.charset);
  if (text === undefined) return { ok: false, refusal: GONE };
  const read = rowsIn(text, { layout: of.layout, rowsBefore: firstRow - 1, isEnd: true });
  return 'wrong' in read ? { ok: false, refusal: read } : ok(read.rows);
}

interface Reading {
  readonly layout: Layout;
  readonly rowsBefore: number;
  /** The text reaches to the end of what is to be read. */
  readonly isEnd: boolean;
}

/** Whole rows of a text, up to {@link PIECE_ROWS}; blank lines are none. `end`: place behind the last of them. */
function rowsIn(
  text: string,
  { layout, rowsBefore, isEnd }: Reading,
): { rows: ReadRow[]; end: number; isWhole: boolean } | Unreadable {
  const rows: ReadRow[] = [];
  let end = 0;
  try {
    for (const record of eachCsvRecord(text, { delimiter: layout.delimiter, rowsBefore })) {
      if (!record.isClosed && !isEnd) break;
      if (!isBlank(record.cells)) {
        if (rows.length === PIECE_ROWS) return { rows, end, isWhole: false };
        rows.push({ row: rowsBefore + rows.length + 1, cells: cellsOf(record.cells, layout) });
      }
      end = record.end;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (!error.isUnclosed || isEnd) return { wrong: `The file is no CSV: ${error.message}.` };
  }
  if (end === 0 && !isEnd)
    return { wrong: `Row ${rowsBefore + 1} is longer than ${READ_BYTES} bytes, or a quote in it is not closed.` };
  return { rows, end, isWhole: isEnd };
}

const MARKS: readonly (readonly [mark: readonly number[], charset: string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** A byte-order mark decides first; without a declaration a file is UTF-8. Of UTF-16 a file begins with ASCII. */
function charsetIn(bytes: Buffer, contentType: string): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte));
  if (marked) return marked[1];
  const charset = charsetOf(contentType) ?? 'utf-8';
  if (charset !== 'utf-16') return charset;
  return bytes[0] === 0 ? 'utf-16be' : 'utf-16le';
}

const textOf = (bytes: Buffer, charset: string): string | undefined => decoded(bytes, `text/csv; charset=${charset}`);

const isWide = (charset: string): boolean => charset.startsWith('utf-16');
const isUtf8 = (charset: string): boolean => charset === 'utf-8' || charset === 'utf8';

function byteLength(text: string, charset: string): number {
  if (isWide(charset)) return text.length * 2;
  return isUtf8(charset) ? Buffer.byteLength(text) : text.length;
}

/** Bytes without a character that is cut at their end. */
function wholeCharacters(bytes: Buffer, charset: string): Buffer {
  if (isWide(charset)) {
    const even = bytes.length - (bytes.length % 2);
    const high = bytes[charset === 'utf-16le' ? even - 1 : even - 2] ?? 0;
    return bytes.subarray(0, high >= 0xd8 && high <= 0xdb ? even - 2 : even);
  }
  if (!isUtf8(charset)) return bytes;
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Import } from '../../../../functions/commerce/imports/domain/import.ts';
import {
  fileKey,
  PIECE_ROWS,
  readHeading,
  readPiece,
  readRows,
} from '../../../../functions/commerce/imports/operations/read-file.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { memoryFiles } from '../../../support/memory-ports.ts';

const at = instant('2026-01-05T09:00:00Z');
const anImport = (fileBytes: number, contentType: string): Import => ({
  ...{
    importId: 'import',
    partnerId: 'partner',
    type: 'orders',
    isDryRun: false,
    state: 'validating',
    pass: 'reading',
  },
  ...{ createdBy: 'somebody', createdAt: at, contentType, fileBytes, nextByte: 0, nextRow: 1, rows: 0, succeeded: 0 },
  ...{ failed: 0, hasAddOns: false, passBeganAt: at, savedAt: at, step: 1, version: 1 },
});

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
function encoded(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/** All rows of a file, read piece by piece, and once more as they are read again. */
async function allRows(file: Buffer, contentType: string): Promise<string[][]> {
  const files = memoryFiles();
  const of = anImport(file.length, contentType);
  await files.put(fileKey(of), file, { contentType });
  const heading = await readHeading(of, files);
  if (!heading.ok) throw new Error(heading.refusal.wrong);
  let going = { ...of, ...heading.value };
  const rows: string[][] = [];
  for (;;) {
    const read = await readRows(going, files);
    if (!read.ok) throw new Error(read.refusal.wrong);
    const { fromByte, toByte, isLast } = read.value;
    expect(read.value.rows.length).toBeLessThanOrEqual(PIECE_ROWS);
    rows.push(...read.value.rows.map(({ cells }) => [cells.rowKey ?? '', cells.friendlyName ?? '']));
    const again = await readPiece(going, { firstRow: going.rows + 1, fromByte, toByte, results: [] }, files);
    expect(again).toEqual({ ok: true, value: read.value.rows });
    going = { ...going, nextByte: toByte, rows: going.rows + read.value.rows.length };
    if (isLast) return rows;
  }
}

const HEAD = ['rowKey', 'friendlyName', 'customerId', 'offerId', 'quantity'];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const fileOf = (rows: readonly string[][], delimiter: string, end: string): string =>
  [HEAD, ...rows].map((cells) => cells.map(quoted).join(delimiter) + end).join('');

const latin = fc.string({ unit: fc.constantFrom(...'abcXYZ019 ,;\t"\r\n\u00e9\u00df\u00f1'), maxLength: 60 });
const wide = fc.string({ unit: fc.constantFrom(...'abc ,;"\n\u00e9\u4e2d\u{1f4a1}\u{20000}'), maxLength: 60 });
const trimmed = (text: string): string => text.trim();

describe('ORD-8: a file is read a piece at a time', () => {
  test.each<[Encoding, string, string]>([
    ['utf-8', 'text/csv', ''],
    ['utf-8', 'text/csv; charset=windows-1252', '\uFEFF'],
    ['utf-16le', 'text/csv', '\uFEFF'],
    ['utf-16be', 'text/csv', '\uFEFF'],
    ['utf-16le', 'text/csv; charset=utf-16', ''],
    ['windows-1252', 'text/csv; charset=windows-1252', ''],
  ])('ORD-8: %s, sent as %s, with the mark %j, comes out as it was written', async (encoding, contentType, mark) => {
    const text = encoding === 'windows-1252' ? latin : wide;
    const rows = fc.array(fc.tuple(fc.constantFrom('k', 'key'), text), { minLength: 1, maxLength: 70 });
    const format = fc.tuple(fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'));
    await fc.assert(
      fc.asyncProperty(rows, format, async (given, [delimiter, end]) => {
        const written = given.map(([key, name], index) => [`${key}-${index}`, `n${name}`]);
        const file = encoded(mark + fileOf(written, delimiter, end), encoding);
        expect(await allRows(file, contentType)).toEqual(written.map((cells) => cells.map(trimmed)));
      }),
      { numRuns: 30 },
    );
  });

  test('ORD-8: whatever stands where a read ends: a character, a quote, a line end', async () => {
    for (let pad = 0; pad < 24; pad += 1) {
      const long = `${'x'.repeat(30_000 + pad)}\u{1f4a1}"\r\n"\u4e2d`;
      const rows = Array.from({ length: 9 }, (_, index) => [`k${index}`, `${long}${index}`]);
      expect(await allRows(Buffer.from(fileOf(rows, ',', '\r\n')), 'text/csv')).toEqual(rows);
    }
  });

  test('ORD-8: blank lines are no rows, wherever they stand', async () => {
    const file = `\r\n${HEAD.join(',')}\r\n\r\na,b\r\n,,,\r\n   \r\nc,d\r\n\r\n`;
    expect(await allRows(Buffer.from(file), 'text/csv')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  test.each([
    [
      Buffer.concat([Buffer.from('rowKey,customerId,offerId,quantity\n'), Buffer.from([0xe9, 0x0a])]),
      'not of the charset',
    ],
    [Buffer.from('rowKey,customerId,offerId,quantity\n1,2"3,4,5\n'), 'row 1 has a quote inside'],
    [Buffer.from('rowKey,customerId,offerId,quantity\n1,2,3,4\n"a" b,2,3,4\n'), 'row 2 goes on behind'],
  ])('ORD-8: what cannot be read is said', async (file, why) => {
    await expect(allRows(file, 'text/csv')).rejects.toThrow(why);
  });
});

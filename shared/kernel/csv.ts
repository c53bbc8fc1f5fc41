/** What is read is no CSV. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/** Where a spreadsheet takes a cell for a formula; behind apostrophes too, so that one more can be taken back. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** Says to a program in which a person opens a file that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A cell as RFC 4180 has it. */
const cell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Free text that a spreadsheet shows and never computes: what would begin a formula gets an apostrophe before it. */
export const shownText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Free text as a cell. */
export const textCell = (text: string): string => cell(shownText(text));

/** What a text said before {@link shownText} put an apostrophe before it. */
export const plainText = (read: string): string => (read.startsWith("'") && FORMULA.test(read) ? read.slice(1) : read);

/**
 * Reads CSV as RFC 4180 has it: rows end with CRLF or LF; a cell in quotes may hold commas, line ends and doubled quotes,
 * and may have blanks around it. A byte-order mark at the beginning is no part of the first cell; a line end at the end
 * begins no row. Stops after `rowsMax` rows.
 *
 * @throws CsvError for a quote that is not closed, or that stands inside or right behind a cell.
 */
export function csvRecords(text: string, rowsMax = Number.POSITIVE_INFINITY): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  // Behind a comma a cell follows, though it may be empty and the text at its end.
  let isOwed = false;
  while (rows.length < rowsMax && (at < text.length || isOwed)) {
    const cell = cellAt(text, at, rows.length + 1);
    row.push(cell.value);
    isOwed = text[cell.end] === ',';
    at = cell.end + (text.startsWith('\r\n', cell.end) ? 2 : 1);
    if (isOwed) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

interface Cell {
  readonly value: string;
  /** Place of what ends it: a comma, a line end, or the end of the text. */
  readonly end: number;
}

const blanks = /[ \t]*/y;

const afterBlanks = (text: string, at: number): number => {
  blanks.lastIndex = at;
  blanks.test(text);
  return blanks.lastIndex;
};

function cellAt(text: string, start: number, row: number): Cell {
  const begin = afterBlanks(text, start);
  if (text[begin] === '"') return quotedCell(text, begin, row);
  const end = endOfCell(text, start);
  const value = text.slice(start, end);
  if (value.includes('"')) throw new CsvError(`row ${row} has a quote inside a cell that is not quoted`);
  return { value, end };
}

const ending = /,|\r?\n|$/g;

function endOfCell(text: string, at: number): number {
  ending.lastIndex = at;
  return ending.exec(text)!.index;
}

function quotedCell(text: string, start: number, row: number): Cell {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvError(`row ${row} has a quote that is not closed`);
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = afterBlanks(text, quote + 1);
      if (endOfCell(text, end) !== end) throw new CsvError(`row ${row} goes on behind a closing quote`);
      return { value, end };
    }
    value += '"';
    at = quote + 2;
  }
}

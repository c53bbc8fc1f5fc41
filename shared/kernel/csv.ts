/** What is read is no CSV. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  /** Its last quote is not closed: of a piece of a file, more of it may close it. */
  readonly isUnclosed: boolean;
  constructor(message: string, { isUnclosed = false } = {}) {
    super(message);
    this.isUnclosed = isUnclosed;
  }
}

/** Where a spreadsheet takes a cell for a formula; behind apostrophes too, so that one more can be taken back. */
const FORMULA = /^'*[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** Says to a program in which a person opens a file that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A cell as RFC 4180 has it. */
export const csvCell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Free text that a spreadsheet shows and never computes: what would begin a formula gets an apostrophe before it. */
export const shownText = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Free text as a cell. */
export const textCell = (text: string): string => csvCell(shownText(text));

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
  if (rowsMax > 0)
    for (const { cells } of eachCsvRecord(text)) {
      rows.push(cells);
      if (rows.length >= rowsMax) break;
    }
  return rows;
}

/** What parts the cells of a row: spreadsheets of countries with a decimal comma write semicolons. */
export type Delimiter = ',' | ';' | '\t';

export interface CsvRecord {
  readonly cells: string[];
  /** Place behind its line end. */
  readonly end: number;
  /** A line end closes it, and not the end of the text: of a piece of a file, it is whole. */
  readonly isClosed: boolean;
}

export interface CsvFormat {
  readonly delimiter?: Delimiter;
  /** Rows of the file before the text, for what is said of a row that is wrong. */
  readonly rowsBefore?: number;
}

/** Reads CSV like {@link csvRecords}, a row at a time. @throws CsvError */
export function* eachCsvRecord(
  text: string,
  { delimiter = ',', rowsBefore = 0 }: CsvFormat = {},
): Generator<CsvRecord, void> {
  const ending = ENDINGS[delimiter];
  let row = rowsBefore + 1;
  let cells: string[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  // Behind a delimiter a cell follows, though it may be empty and the text at its end.
  let isOwed = false;
  while (at < text.length || isOwed) {
    const cell = cellAt(text, at, { row, ending });
    cells.push(cell.value);
    isOwed = text[cell.end] === delimiter;
    at = cell.end + (text.startsWith('\r\n', cell.end) ? 2 : 1);
    if (isOwed) continue;
    yield { cells, end: Math.min(at, text.length), isClosed: at <= text.length };
    cells = [];
    row += 1;
  }
}

interface Cell {
  readonly value: string;
  /** Place of what ends it: a delimiter, a line end, or the end of the text. */
  readonly end: number;
}

/** Where a cell is read. */
interface CellPlace {
  readonly row: number;
  readonly ending: RegExp;
}

const blanksBefore: Readonly<Record<string, RegExp>> = { spaces: / */y, all: /[ \t]*/y };

/** A tabulator is blank but where it parts cells. */
function afterBlanks(text: string, at: number, ending: RegExp): number {
  const blanks = blanksBefore[ending === ENDINGS['\t'] ? 'spaces' : 'all']!;
  blanks.lastIndex = at;
  blanks.test(text);
  return blanks.lastIndex;
}

function cellAt(text: string, start: number, place: CellPlace): Cell {
  const begin = afterBlanks(text, start, place.ending);
  if (text[begin] === '"') return quotedCell(text, begin, place);
  const end = endOfCell(text, start, place.ending);
  const value = text.slice(start, end);
  if (value.includes('"')) throw new CsvError(`row ${place.row} has a quote inside a cell that is not quoted`);
  return { value, end };
}

const ENDINGS: Readonly<Record<Delimiter, RegExp>> = {
  ',': /,|\r?\n|$/g,
  ';': /;|\r?\n|$/g,
  '\t': /\t|\r?\n|$/g,
};

function endOfCell(text: string, at: number, ending: RegExp): number {
  ending.lastIndex = at;
  return ending.exec(text)!.index;
}

function quotedCell(text: string, start: number, place: CellPlace): Cell {
  const { row, ending } = place;
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvError(`row ${row} has a quote that is not closed`, { isUnclosed: true });
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      const end = afterBlanks(text, quote + 1, ending);
      if (endOfCell(text, end, ending) !== end) throw new CsvError(`row ${row} goes on behind a closing quote`);
      return { value, end };
    }
    value += '"';
    at = quote + 2;
  }
}

import PDFDocument from 'pdfkit';
import { openFonts } from './fonts.ts';
import { ACCENT, INK, MARGIN, openSheet, type Place, type Sheet, SMALL, STRONG, TEXT, type TextKind } from './sheet.ts';
import { type TextStyle, typesetter } from './typesetter.ts';

/**
 * What a business letter about money says, in the order in which it stands on paper: whoever writes one says what, this
 * file says where. All texts are in any script; amounts and dates are texts already.
 */
export interface Letter {
  /** Language of its words, as BCP 47 says it. */
  readonly language: string;
  /** Country of whom it goes to: size of the paper, and how Han characters look. */
  readonly country: string;
  /** Stands in the file as when it was made. */
  readonly writtenAt: Date;
  readonly title: string;
  /** Title and number, at the foot of every page: `Invoice D…`. */
  readonly name: string;
  readonly sender: string;
  /** The amount that matters, in large letters. */
  readonly headline: Fact;
  readonly parties: readonly [Party, Party];
  readonly facts: readonly Fact[];
  readonly table?: LetterTable;
  readonly summary: LetterSummary;
  readonly closing: LetterSection;
  /** Says which page it is of how many. */
  readonly pageOf: (page: number, count: number) => string;
}

/** A term and what it is. */
export type Fact = readonly [term: string, fact: string];

export interface Party {
  readonly label: string;
  readonly name: string;
  readonly lines: readonly string[];
}

/** Three columns: what a row belongs to, said once for those that follow each other, what it is, and its amount. */
export interface LetterTable {
  readonly title: string;
  readonly head: Cells;
  readonly rows: readonly Cells[];
}
export type Cells = readonly [group: string, name: string, amount: string];

export interface LetterSummary {
  readonly title: string;
  readonly rows: readonly SummaryRow[];
}
export interface SummaryRow {
  readonly term: string;
  readonly amount: string;
  /** It adds up what stands above. */
  readonly isSum?: boolean;
}

export interface LetterSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** What somebody copies from it. */
  readonly facts: readonly Fact[];
}

/** Countries where letters have the size Letter; elsewhere it is A4. */
const LETTER_COUNTRIES: ReadonlySet<string> = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'PM', 'PR']);

/** Printable ASCII: what every letter is made of. */
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');

/** Writes a letter as PDF: the same one has the same bytes, whatever was written before it. */
export async function letterPdf(letter: Letter): Promise<Buffer> {
  const { language, country, writtenAt, name, sender } = letter;
  const pdf = new PDFDocument({
    size: LETTER_COUNTRIES.has(country) ? 'LETTER' : 'A4',
    margin: MARGIN,
    // No font of the reader's own: all that is shown is in the file.
    font: '',
    lang: language,
    displayTitle: true,
    bufferPages: true,
    pdfVersion: '1.7',
    // The types know the archive subsets only.
    subset: 'PDF/UA' as unknown as PDFKit.Mixins.PDFSubsets,
    tagged: true,
    info: { Title: name, Author: sender, CreationDate: writtenAt, ModDate: writtenAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const sheet = openSheet(pdf, typesetter(pdf, await openFonts(ASCII + textsOf(letter), country)));
  heading(sheet, letter);
  parties(sheet, letter);
  facts(sheet, letter.facts);
  table(sheet, letter);
  summary(sheet, letter);
  closing(sheet, letter.closing);
  sheet.feet((page, count) => [name, letter.pageOf(page, count)]);
  pdf.end();
  return done;
}

/** Every character that stands in it. */
function textsOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return String(value(10, 10));
  return typeof value === 'object' && value !== null ? Object.values(value).map(textsOf).join('') : '';
}

// --- head ------------------------------------------------------------------------------------------------------------

function heading(sheet: Sheet, { title, sender, headline: [term, fact] }: Letter): void {
  const { left, right } = sheet;
  const width = right - left;
  sheet.text(title, at(left, MARGIN - 6), { kind: 'H1', size: 24, color: ACCENT, weight: 700, width: width * 0.62 });
  const below = sheet.text(sender, at(left, MARGIN + 24), { ...SMALL, width: width * 0.6 });
  sheet.text(term, at(left, MARGIN - 2), { ...SMALL, width, align: 'right' });
  sheet.text(fact, at(left, MARGIN + 10), { size: 16, color: INK, weight: 700, width, align: 'right' });
  sheet.rule(below + 6, ACCENT, 1.5);
  sheet.y = below + 22;
}

const at = (x: number, y: number): Place => ({ x, y });

/** Who writes, and to whom, side by side. */
function parties(sheet: Sheet, { parties: [from, to] }: Letter): void {
  const { left, right, y } = sheet;
  const middle = left + (right - left) * 0.5;
  const width = middle - left - 20;
  const below = [party(sheet, from, { x: left, y, width }), party(sheet, to, { x: middle, y, width })];
  sheet.y = Math.max(...below) + 18;
}

function party(
  sheet: Sheet,
  { label, name, lines }: Party,
  { x, y, width }: Place & { readonly width: number },
): number {
  let below = sheet.text(label, at(x, y), SMALL) + 2;
  below = sheet.text(name, at(x, below), { ...STRONG, width });
  for (const line of lines) below = sheet.text(line, at(x, below), { ...TEXT, width });
  return below;
}

/** Facts in two columns; the terms of a column are as wide as its widest. */
function facts(sheet: Sheet, all: readonly Fact[]): void {
  const { left, right } = sheet;
  const column = (right - left) * 0.5;
  const half = Math.ceil(all.length / 2);
  const below = [all.slice(0, half), all.slice(half)].map((rows, index) =>
    factColumn(sheet, rows, { x: left + index * column, y: sheet.y, width: column - (index === 0 ? 16 : 0) }),
  );
  sheet.y = Math.max(...below) + 18;
}

function factColumn(sheet: Sheet, rows: readonly Fact[], { x, y, width }: Place & { readonly width: number }): number {
  const indent = Math.max(0, ...rows.map(([term]) => sheet.type.widthOf(term, SMALL))) + 10;
  let below = y;
  for (const [term, fact] of rows) {
    if (term) sheet.text(term, at(x, below), SMALL);
    below = sheet.text(fact, at(x + indent, below), { ...SMALL, color: INK, width: width - indent }) + 3;
  }
  return below;
}

// --- table -----------------------------------------------------------------------------------------------------------

const ROW_GAP = 4;
const COLUMNS = [
  { at: 0, share: 0.26 },
  { at: 0.28, share: 0.5 },
  { at: 0.8, share: 0.2, align: 'right' },
] as const;
/** Of the rows that stand right before the summary, so many go with it to a new page: no block is alone there. */
const KEPT_ROWS = 2;

function table(sheet: Sheet, letter: Letter): void {
  const { table: shown } = letter;
  if (!shown || shown.rows.length === 0) return;
  const { title, head, rows } = shown;
  const after = closingHeight(sheet, letter);
  const headHeight = rowHeight(sheet, head, SMALL) + 4;
  const following = (index: number): number =>
    index === Math.max(0, rows.length - KEPT_ROWS)
      ? rows.slice(index).reduce((sum, row) => sum + rowHeight(sheet, row), TABLE_GAP) + after
      : rowHeight(sheet, rows[index]!);
  sheet.need(SECTION_HEIGHT + headHeight + following(0));
  section(sheet, title);
  const element = sheet.element('Table');
  setHead(sheet, head, element);
  let previous: string | undefined;
  for (const [index, row] of rows.entries()) {
    if (sheet.y + following(index) > sheet.bottom && previous !== undefined) {
      sheet.newPage();
      setHead(sheet, head);
      previous = undefined;
    }
    const [group, ...rest] = row;
    setRow(sheet, [group === previous ? '' : group, ...rest], { style: TEXT, kind: 'TD', table: element });
    previous = group;
  }
  sheet.y += TABLE_GAP;
}
const TABLE_GAP = 12;

/** The head of the table; on further pages it is for the eye alone. */
function setHead(sheet: Sheet, head: Cells, element?: ReturnType<Sheet['element']>): void {
  setRow(sheet, head, { style: SMALL, kind: element ? 'TH' : 'Artifact', ...(element && { table: element }) });
  sheet.rule(sheet.y - 2);
  sheet.y += 4;
}

interface RowLook {
  readonly style: TextStyle;
  readonly kind: TextKind;
  readonly table?: ReturnType<Sheet['element']>;
}

function setRow(sheet: Sheet, cells: Cells, { style, kind, table: of }: RowLook): void {
  const { left, right, y } = sheet;
  const within = of && sheet.element('TR', of);
  const below = COLUMNS.map(({ at: column, share, ...align }, index) =>
    sheet.text(cells[index]!, at(left + (right - left) * column, y), {
      ...style,
      ...align,
      kind,
      width: (right - left) * share,
      ...(within && { within }),
    }),
  );
  sheet.y = Math.max(...below) + ROW_GAP;
}

const rowHeight = ({ type, left, right }: Sheet, cells: Cells, style: TextStyle = TEXT): number =>
  Math.max(
    ...COLUMNS.map(({ share }, index) => type.heightOf(cells[index]!, { ...style, width: (right - left) * share })),
  ) + ROW_GAP;

// --- sums and what follows -------------------------------------------------------------------------------------------

function section(sheet: Sheet, title: string): void {
  const style = { kind: 'H2', size: 12, color: INK, weight: 700 } as const;
  sheet.y = sheet.text(title, at(sheet.left, sheet.y), style) + 4;
}
const SECTION_HEIGHT = 20;
const SUMMARY_ROW = 16;
const SUM_ROW = 24;
const SUMMARY_GAP = 10;

const summaryHeight = ({ rows }: LetterSummary): number =>
  rows.reduce((sum, { isSum }) => sum + (isSum ? SUM_ROW : SUMMARY_ROW), SECTION_HEIGHT + SUMMARY_GAP);

function summary(sheet: Sheet, { summary: { title, rows }, table: shown, closing: after }: Letter): void {
  const { left, right } = sheet;
  // After a table its last rows have seen to the room below.
  if (!shown?.rows.length) sheet.need(summaryHeight({ title, rows }) + sectionHeight(sheet, after));
  section(sheet, title);
  const element = sheet.element('Table');
  for (const { term, amount, isSum } of rows) {
    if (isSum) sheet.rule(sheet.y);
    const place = at(left, sheet.y + (isSum ? 4 : 0));
    const within = sheet.element('TR', element);
    const style = isSum ? STRONG : TEXT;
    sheet.text(term, place, { ...style, kind: 'TH', within });
    sheet.text(amount, place, { ...style, kind: 'TD', within, width: right - left, align: 'right' });
    sheet.y += isSum ? SUM_ROW : SUMMARY_ROW;
  }
  sheet.y += SUMMARY_GAP;
}

const PARAGRAPH_GAP = 4;

function sectionHeight({ type, left, right }: Sheet, { paragraphs, facts: shown }: LetterSection): number {
  const width = right - left;
  const texts = paragraphs.reduce((sum, text) => sum + type.heightOf(text, { ...TEXT, width }) + PARAGRAPH_GAP, 0);
  const lines = shown.reduce((sum, [, fact]) => sum + type.heightOf(fact, { ...SMALL, width: width * 0.7 }) + 3, 0);
  return SECTION_HEIGHT + texts + lines;
}

/** What stands after the table, and stays together. */
const closingHeight = (sheet: Sheet, letter: Letter): number =>
  summaryHeight(letter.summary) + sectionHeight(sheet, letter.closing);

function closing(sheet: Sheet, { title, paragraphs, facts: shown }: LetterSection): void {
  const { left, right } = sheet;
  section(sheet, title);
  for (const text of paragraphs) {
    const style = { ...TEXT, width: right - left };
    sheet.need(sheet.type.heightOf(text, style));
    sheet.y = sheet.text(text, at(left, sheet.y), style) + PARAGRAPH_GAP;
  }
  if (shown.length > 0) sheet.y = factColumn(sheet, shown, { x: left, y: sheet.y, width: right - left });
}

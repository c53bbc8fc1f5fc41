import PDFDocument from 'pdfkit';
import type { Seller } from '../../../../../shared/contracts/seller.ts';
import { amountText } from '../../../../../shared/kernel/money.ts';
import { addDays, type Day, daysBetween, startOfDay } from '../../../../../shared/kernel/time.ts';
import { openFonts } from '../../../../../shared/typesetting/fonts.ts';
import { type TextStyle, type Typesetter, typesetter } from '../../../../../shared/typesetting/typesetter.ts';
import type { BillingProfile } from '../../../accounts/index.ts';
import type { Invoice, NoteFacts } from '../../domain/invoice.ts';

/**
 * The statement: the invoice as a document that one can send and file (billing contract 10). It names programs and
 * products and no customer (BIL-2). The same invoice gives the same bytes: its dates are the invoice's, and nothing in
 * it is drawn by chance.
 */

const MARGIN = 56;
const INK = '#1b1f24';
const MUTED = '#5b6470';
const RULE = '#c9ced6';
const ACCENT = '#0b4f8a';
const TEXT: TextStyle = { size: 10, color: INK };
const SMALL: TextStyle = { size: 9, color: MUTED };
const STRONG: TextStyle = { size: 10, color: INK, weight: 700 };

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  office365: 'Office 365',
  ems: 'Enterprise Mobility Suite',
  crm: 'Dynamics CRM Online',
  ax: 'Dynamics AX',
  azure: 'Azure',
};
const familyName = (family: string): string => FAMILY_NAMES[family] ?? family;

/** Countries where letters have the size Letter, and the postal code follows the city; elsewhere A4, and it leads. */
const LETTER_COUNTRIES: ReadonlySet<string> = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'PM']);

export interface Statement {
  readonly invoice: Invoice;
  readonly profile: BillingProfile;
  readonly seller: Seller;
}

/** The page that is being written, and how far. */
interface Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly type: Typesetter;
  readonly left: number;
  readonly right: number;
  /** Nothing but the foot stands below. */
  readonly bottom: number;
  y: number;
}

/** What the document is called: an invoice, or what a note does to one (L7). */
const nameOf = ({ note }: Invoice): string =>
  note === undefined ? 'Invoice' : note.noteType === 'void_note' ? 'Void note' : 'Adjustment note';
const titleOf = (invoice: Invoice): string => `${nameOf(invoice)} ${invoice.invoiceId}`;

/** Printable ASCII: what every statement is made of. */
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');

/** Writes the statement as PDF. */
export async function statementPdf(statement: Statement): Promise<Buffer> {
  const { invoice, profile, seller } = statement;
  const madeAt = new Date(startOfDay(invoice.note?.issuedOn ?? invoice.invoiceOn));
  const pdf = new PDFDocument({
    size: LETTER_COUNTRIES.has(profile.country) ? 'LETTER' : 'A4',
    margin: MARGIN,
    // No font of the reader's own: all that is shown is in the file.
    font: '',
    lang: 'en-US',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: titleOf(invoice),
      Author: seller.name,
      CreationDate: madeAt,
      ModDate: madeAt,
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  const type = typesetter(pdf, await openFonts(ASCII + shownTexts(statement).join(' '), profile.country));
  const sheet: Sheet = {
    pdf,
    type,
    left: MARGIN,
    right: pdf.page.width - MARGIN,
    bottom: pdf.page.height - MARGIN - 8,
    y: MARGIN,
  };
  heading(sheet, statement);
  parties(sheet, statement);
  facts(sheet, statement);
  charges(sheet, statement);
  summary(sheet, invoice);
  payment(sheet, statement);
  footers(sheet, invoice);
  pdf.end();
  return done;
}

// --- texts -----------------------------------------------------------------------------------------------------------

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
/** `15 January 2018`: read the same everywhere. */
const longDate = (on: Day): string => `${+on.slice(8, 10)} ${MONTHS[+on.slice(5, 7) - 1]} ${on.slice(0, 4)}`;

/** `1,234.50`, with the currency's decimals; credits with a minus sign. */
function amount(minorUnits: bigint, currency: string): string {
  const [whole, fraction] = amountText({ minorUnits, currency }).replace('-', '').split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${minorUnits < 0n ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

// --- sections --------------------------------------------------------------------------------------------------------

function heading(sheet: Sheet, { invoice, seller }: Statement): void {
  const { type, left, right } = sheet;
  const width = right - left;
  const money = invoice.totals.total + (invoice.note ? 0n : invoice.previousBalance);
  const due = `${amount(money, invoice.currency)} ${invoice.currency}`;
  type.set(nameOf(invoice), left, MARGIN - 6, { size: 24, color: ACCENT, weight: 700 });
  const below = type.set(seller.name, left, MARGIN + 24, { ...SMALL, width: width * 0.6 });
  type.set(invoice.note ? 'Total' : 'Amount due', left, MARGIN - 2, { ...SMALL, width, align: 'right' });
  type.set(due, left, MARGIN + 10, { size: 16, color: INK, weight: 700, width, align: 'right' });
  rule(sheet, below + 6, ACCENT, 1.5);
  sheet.y = below + 22;
}

function rule({ pdf, left, right }: Sheet, y: number, color = RULE, width = 0.5): void {
  pdf.moveTo(left, y).lineTo(right, y).lineWidth(width).strokeColor(color).stroke();
}

/** Who invoices, and to whom, side by side. */
function parties(sheet: Sheet, { profile, seller }: Statement): void {
  const { left, right, y } = sheet;
  const middle = left + (right - left) * 0.5;
  const width = middle - left - 20;
  const below = [
    party(sheet, 'From', sellerLines(seller), { x: left, y, width }),
    party(sheet, 'Bill to', billTo(profile), { x: middle, y, width }),
  ];
  sheet.y = Math.max(...below) + 18;
}

function party(
  { type }: Sheet,
  label: string,
  [name, ...lines]: readonly string[],
  { x, y, width }: { x: number; y: number; width: number },
): number {
  let at = type.set(label, x, y, SMALL) + 2;
  at = type.set(name!, x, at, { ...STRONG, width });
  for (const line of lines) at = type.set(line, x, at, { ...TEXT, width });
  return at;
}

const sellerLines = ({ name, address, taxId }: Seller): string[] => [
  name,
  ...address,
  ...(taxId ? [`Tax id ${taxId}`] : []),
];

function billTo({ billTo: { companyName, address, contact }, taxId }: BillingProfile): string[] {
  const { postalCode = '', city = '', state = '' } = address;
  const place = LETTER_COUNTRIES.has(address.country)
    ? [city, `${state} ${postalCode}`.trim()].filter(Boolean).join(', ')
    : [postalCode, city, state].filter(Boolean).join(' ');
  const lines = [
    companyName,
    contact && `${contact.firstName} ${contact.lastName}`,
    address.addressLine1,
    address.addressLine2,
    place,
    address.region,
    countryName(address.country),
    taxId && `Tax id ${taxId}`,
  ];
  return lines.filter((line): line is string => Boolean(line));
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const countryName = (country: string): string => countryNames.of(country) ?? country;

/** Texts of people and settings, in whatever script. */
const shownTexts = ({ profile, seller, invoice }: Statement): string[] => [
  ...billTo(profile),
  ...sellerLines(seller),
  ...seller.bankDetails,
  profile.purchaseOrderNumber ?? '',
  invoice.note?.reason ?? '',
  ...invoice.charges.flatMap(({ family, product }) => [family, product]),
];

/** Room for the terms of either column; that of the period is the narrower, so that a period stays in its line. */
const FACT_INDENTS = [78, 66];

/** The facts of the invoice, in two columns. */
function facts(sheet: Sheet, { invoice, profile }: Statement): void {
  const { type, left, right } = sheet;
  const column = (right - left) * 0.5;
  const { note } = invoice;
  const all: (readonly [string, string])[] = [
    ...(note
      ? ([
          ['Note number', invoice.invoiceId],
          ['Note date', longDate(note.issuedOn)],
          ['On invoice', note.amendsOf],
        ] as const)
      : ([
          ['Invoice number', invoice.invoiceId],
          ['Invoice date', longDate(invoice.invoiceOn)],
          ['Due date', longDate(invoice.dueOn)],
        ] as const)),
    ['Billing period', `${longDate(invoice.periodStartOn)} to ${longDate(addDays(invoice.invoiceOn, -1))}`],
  ];
  if (invoice.replaces) all.push(['In place of', invoice.replaces]);
  if (profile.purchaseOrderNumber) all.push(['PO number', profile.purchaseOrderNumber]);
  if (profile.mpnId) all.push(['Network id', profile.mpnId]);
  const half = Math.ceil(all.length / 2);
  const below = [all.slice(0, half), all.slice(half)].map((rows, index) => {
    let y = sheet.y;
    for (const [term, fact] of rows) {
      const x = left + index * column;
      const indent = FACT_INDENTS[index]!;
      type.set(term, x, y, SMALL);
      y = type.set(fact, x + indent, y, { ...SMALL, color: INK, width: column - indent - (index === 0 ? 16 : 0) }) + 3;
    }
    return y;
  });
  sheet.y = Math.max(...below) + 18;
}

/** Of the charges that stand right before the summary, so many go with it to a new page: no block is alone there. */
const KEPT_ROWS = 2;

/** Charges before tax by program and product (BIL-2); what costs nothing is left out. */
function charges(sheet: Sheet, statement: Statement): void {
  const { charges: all, currency } = statement.invoice;
  const rows = all.filter(({ amount: minorUnits }) => minorUnits !== 0n);
  if (rows.length === 0) return;
  section(sheet, 'Charges by program and product');
  const header = (): void => {
    row(sheet, ['Program', 'Product', `Amount (${currency})`], SMALL);
    rule(sheet, sheet.y - 2);
    sheet.y += 4;
  };
  header();
  let previous = '';
  const after = closingHeight(sheet, statement);
  for (const [index, { family, product, amount: minorUnits }] of rows.entries()) {
    const cells = [familyName(family), product, amount(minorUnits, currency)] as const;
    const following = index === Math.max(0, rows.length - KEPT_ROWS) ? rowsHeight(sheet, rows.slice(index)) + after : 0;
    if (sheet.y + Math.max(rowHeight(sheet, cells), following) > sheet.bottom) {
      newPage(sheet);
      header();
      previous = '';
    }
    row(sheet, [family === previous ? '' : cells[0], cells[1], cells[2]], TEXT);
    previous = family;
  }
  sheet.y += 12;
}

function newPage(sheet: Sheet): void {
  sheet.pdf.addPage();
  sheet.y = MARGIN;
}

function section(sheet: Sheet, title: string): void {
  sheet.y = sheet.type.set(title, sheet.left, sheet.y, { size: 12, color: INK, weight: 700 }) + 4;
}
const SECTION_HEIGHT = 20;

type Cells = readonly [program: string, product: string, money: string];
const ROW_GAP = 4;
const COLUMNS = [
  { at: 0, share: 0.26 },
  { at: 0.28, share: 0.52 },
  { at: 0.82, share: 0.18, align: 'right' },
] as const;

/** Three columns; the last one is money and stands right. */
function row(sheet: Sheet, cells: Cells, style: TextStyle): void {
  const { type, left, right, y } = sheet;
  const below = COLUMNS.map(({ at, share, ...align }, index) =>
    type.set(cells[index]!, left + (right - left) * at, y, { ...style, ...align, width: (right - left) * share }),
  );
  sheet.y = Math.max(...below) + ROW_GAP;
}

const rowHeight = ({ type, left, right }: Sheet, cells: Cells): number =>
  Math.max(
    ...COLUMNS.map(({ share }, index) => type.heightOf(cells[index]!, { ...TEXT, width: (right - left) * share })),
  ) + ROW_GAP;

const rowsHeight = (sheet: Sheet, rows: Invoice['charges']): number =>
  rows.reduce((sum, { family, product }) => sum + rowHeight(sheet, [familyName(family), product, '0']), 0) + 12;

type SummaryRow = readonly [term: string, minorUnits: bigint, kind?: 'sum'];
const SUMMARY_ROW = 16;
const SUM_ROW = 24;

/**
 * License-based and usage-based charges are what seats and usage cost before discounts; subtotal, tax and total are sums
 * of the lines. Rows of nothing are left out, sums are not.
 */
function summaryRows({ totals, usage, previousBalance, note }: Invoice): readonly SummaryRow[] {
  const used = usage?.totals.amount ?? 0n;
  const rows: readonly SummaryRow[] = [
    ['License-based charges', totals.amount - used],
    ['Usage-based charges', used],
    ['Discounts', -totals.discount],
    ['Subtotal', totals.subtotal, 'sum'],
    ['Tax', totals.tax],
    [note ? 'Total of this note' : 'Total current charges', totals.total, 'sum'],
    [note ? 'Balance before' : 'Previous balance', previousBalance],
    [note ? 'Balance of the account' : 'Amount due', previousBalance + totals.total, 'sum'],
  ];
  return rows.filter(([, minorUnits, kind]) => kind === 'sum' || minorUnits !== 0n);
}

function summary(sheet: Sheet, invoice: Invoice): void {
  const { type, left, right } = sheet;
  section(sheet, 'Summary');
  for (const [term, minorUnits, kind] of summaryRows(invoice)) {
    if (kind === 'sum') rule(sheet, sheet.y);
    const y = sheet.y + (kind === 'sum' ? 4 : 0);
    const style = kind === 'sum' ? STRONG : TEXT;
    type.set(term, left, y, style);
    const money = `${amount(minorUnits, invoice.currency)} ${invoice.currency}`;
    type.set(money, left, y, { ...style, width: right - left, align: 'right' });
    sheet.y += kind === 'sum' ? SUM_ROW : SUMMARY_ROW;
  }
  sheet.y += 10;
}

/** What stands after the charges, and stays together. */
function closingHeight({ type, left, right }: Sheet, { invoice, seller }: Statement): number {
  const rows = summaryRows(invoice).reduce((sum, [, , kind]) => sum + (kind === 'sum' ? SUM_ROW : SUMMARY_ROW), 0);
  const paragraphs = paymentTexts(invoice, seller).reduce(
    (sum, text) => sum + type.heightOf(text, { ...TEXT, width: right - left }),
    0,
  );
  return SECTION_HEIGHT + rows + 10 + SECTION_HEIGHT + paragraphs + 4;
}

function payment(sheet: Sheet, { invoice, seller }: Statement): void {
  const { type, left, right } = sheet;
  section(sheet, invoice.note ? 'About this note' : 'Payment');
  for (const [index, text] of paymentTexts(invoice, seller).entries())
    sheet.y = type.set(text, left, sheet.y + (index === 1 ? 4 : 0), { ...TEXT, width: right - left });
}

const NOTE_TEXTS: Readonly<Record<NoteFacts['noteType'], (note: NoteFacts) => string>> = {
  void_note: ({ amendsOf, replacedBy }) =>
    `This note takes invoice ${amendsOf} back.${replacedBy ? ` Invoice ${replacedBy} stands in its place.` : ' Nothing is to be paid for it.'}`,
  adjustment_note: ({ amendsOf }) => `This note corrects invoice ${amendsOf}.`,
};

/** What is to be paid, and then the lines of the account that takes it. */
function paymentTexts(
  { invoiceId, invoiceOn, dueOn, totals, usage, previousBalance, currency, note }: Invoice,
  { bankDetails }: Seller,
): readonly string[] {
  if (note) return [`${NOTE_TEXTS[note.noteType](note)} Every line is listed in its reconciliation file.`, note.reason];
  if (previousBalance + totals.total <= 0n)
    return ['Nothing is to be paid: the credit stays on your account and is set against later invoices.'];
  const terms = `Net ${daysBetween(invoiceOn, dueOn)} days.`;
  const account = bankDetails.length > 0 ? 'account below' : 'account named in your reseller agreement';
  return [
    `${terms} Please pay by ${longDate(dueOn)} in ${currency}, by bank transfer to the ${account}, and quote ${invoiceId} as the reference. ${listedIn(usage)}`,
    ...bankDetails,
  ];
}

const listedIn = (usage: Invoice['usage']): string =>
  usage
    ? 'Every charge is listed in the reconciliation files of this invoice, which add up to the total current charges.'
    : 'Every charge is listed in the reconciliation file of this invoice, which adds up to the total current charges.';

/** Number and page at the foot of every page: known once all pages are there. */
function footers({ pdf, type, left, right }: Sheet, invoice: Invoice): void {
  const { start, count } = pdf.bufferedPageRange();
  const style: TextStyle = { size: 8, color: MUTED, width: right - left };
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const y = pdf.page.height - MARGIN + 8;
    type.set(titleOf(invoice), left, y, style);
    type.set(`Page ${page - start + 1} of ${count}`, left, y, { ...style, align: 'right' });
  }
}

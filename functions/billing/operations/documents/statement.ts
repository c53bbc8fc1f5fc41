import PDFDocument from 'pdfkit';
import { amountText } from '../../../../shared/kernel/money.ts';
import { addDays, type Day, daysBetween, startOfDay } from '../../../../shared/kernel/time.ts';
import type { Invoice } from '../../domain/invoice.ts';
import type { BillingProfile } from '../../store/account-store.ts';
import { printable } from './printable.ts';

/**
 * The statement: the invoice as a document that one can send and file (billing contract 10). It names programs and
 * products and no customer (BIL-2). The same invoice gives the same bytes: its dates are the invoice's, and nothing in
 * it is drawn by chance.
 */

/** Who invoices. */
const PROGRAM = 'Cloud solution provider program';

const MARGIN = 56;
const INK = '#1b1f24';
const MUTED = '#5b6470';
const RULE = '#c9ced6';
const ACCENT = '#0b4f8a';
const REGULAR = 'Helvetica';
const BOLD = 'Helvetica-Bold';

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
}

interface Sheet {
  readonly pdf: PDFKit.PDFDocument;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

/** Writes the statement as PDF. */
export function statementPdf(statement: Statement): Promise<Buffer> {
  const { invoice, profile } = statement;
  const madeAt = new Date(startOfDay(invoice.invoiceOn));
  const pdf = new PDFDocument({
    size: LETTER_COUNTRIES.has(profile.country) ? 'LETTER' : 'A4',
    margin: MARGIN,
    lang: 'en-US',
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: `Invoice ${invoice.invoiceId}`,
      Author: PROGRAM,
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
  const sheet = { pdf, left: MARGIN, right: pdf.page.width - MARGIN, bottom: pdf.page.height - MARGIN - 24 };
  heading(sheet, invoice);
  parties(sheet, statement);
  charges(sheet, invoice);
  summary(sheet, invoice);
  payment(sheet, invoice);
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

function heading({ pdf, left, right }: Sheet, invoice: Invoice): void {
  pdf
    .font(BOLD)
    .fontSize(24)
    .fillColor(ACCENT)
    .text('Invoice', left, MARGIN - 4);
  pdf
    .font(REGULAR)
    .fontSize(9)
    .fillColor(MUTED)
    .text(PROGRAM, left, MARGIN + 24);
  const due = { minorUnits: invoice.previousBalance + invoice.totals.total };
  pdf
    .font(REGULAR)
    .fontSize(9)
    .fillColor(MUTED)
    .text('Amount due', left, MARGIN - 2, { width: right - left, align: 'right' });
  pdf
    .font(BOLD)
    .fontSize(16)
    .fillColor(INK)
    .text(`${amount(due.minorUnits, invoice.currency)} ${invoice.currency}`, left, MARGIN + 12, {
      width: right - left,
      align: 'right',
    });
  rule({ pdf, left, right }, MARGIN + 42, ACCENT, 1.5);
  pdf.y = MARGIN + 60;
}

function rule({ pdf, left, right }: Pick<Sheet, 'pdf' | 'left' | 'right'>, y: number, color = RULE, width = 0.5): void {
  pdf.moveTo(left, y).lineTo(right, y).lineWidth(width).strokeColor(color).stroke();
}

/** To whom, and the facts of the invoice, side by side. */
function parties({ pdf, left, right }: Sheet, { invoice, profile }: Statement): void {
  const top = pdf.y;
  const middle = left + (right - left) * 0.46;
  label(pdf, 'Bill to', left, top);
  const [name, ...lines] = billTo(profile);
  pdf
    .font(BOLD)
    .fontSize(10)
    .fillColor(INK)
    .text(printable(name!), left, top + 14, { width: middle - left - 20 });
  pdf.font(REGULAR);
  for (const line of lines) pdf.text(printable(line), { width: middle - left - 20 });
  const below = pdf.y;
  const facts: [string, string][] = [
    ['Invoice number', invoice.invoiceId],
    ['Invoice date', longDate(invoice.invoiceOn)],
    ['Billing period', `${longDate(invoice.periodStartOn)} to ${longDate(addDays(invoice.invoiceOn, -1))}`],
    ['Due date', longDate(invoice.dueOn)],
    ['Purchase order', profile.purchaseOrderNumber ?? '-'],
    ...(profile.mpnId ? ([['Network id', profile.mpnId]] as [string, string][]) : []),
  ];
  let y = top;
  for (const [term, fact] of facts) {
    pdf.font(REGULAR).fontSize(9).fillColor(MUTED).text(term, middle, y, { width: 90 });
    pdf.fillColor(INK).text(printable(fact), middle + 92, y, { width: right - middle - 92 });
    y = pdf.y + 4;
  }
  pdf.y = Math.max(y, below) + 24;
}

const label = (pdf: PDFKit.PDFDocument, text: string, x: number, y: number): void => {
  pdf.font(REGULAR).fontSize(9).fillColor(MUTED).text(text, x, y);
};

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

/** Charges before tax by program and product (BIL-2). */
function charges(sheet: Sheet, { charges: rows, currency }: Invoice): void {
  section(sheet, 'Charges by program and product');
  const header = (): void => {
    row(sheet, ['Program', 'Product', `Amount (${currency})`], { color: MUTED, size: 9 });
    rule(sheet, sheet.pdf.y - 2);
    sheet.pdf.y += 4;
  };
  header();
  let previous = '';
  for (const { family, product, amount: minorUnits } of rows) {
    if (sheet.pdf.y > sheet.bottom - 40) {
      sheet.pdf.addPage();
      header();
      previous = '';
    }
    row(sheet, [family === previous ? '' : familyName(family), product, amount(minorUnits, currency)]);
    previous = family;
  }
  sheet.pdf.y += 14;
}

function section(sheet: Sheet, title: string): void {
  const { pdf, left } = sheet;
  pdf.font(BOLD).fontSize(12).fillColor(INK).text(title, left, pdf.y);
  pdf.y += 6;
}

/** Three columns; the last one is money and stands right. */
function row(
  { pdf, left, right }: Sheet,
  [program, product, money]: readonly [string, string, string],
  { color = INK, size = 10 } = {},
): void {
  const y = pdf.y;
  const width = right - left;
  pdf.font(REGULAR).fontSize(size).fillColor(color);
  pdf.text(printable(program), left, y, { width: width * 0.32 });
  let below = pdf.y;
  pdf.text(printable(product), left + width * 0.34, y, { width: width * 0.42 });
  below = Math.max(below, pdf.y);
  pdf.text(money, left + width * 0.78, y, { width: width * 0.22, align: 'right' });
  pdf.y = Math.max(below, pdf.y) + 5;
}

const SUMMARY_HEIGHT = 230;

/** License-based charges are what seats cost before discounts; subtotal, tax and total are sums of the lines. */
function summary(sheet: Sheet, invoice: Invoice): void {
  const { pdf, left, right } = sheet;
  if (pdf.y > sheet.bottom - SUMMARY_HEIGHT) pdf.addPage();
  section(sheet, 'Summary');
  const { totals, currency, previousBalance } = invoice;
  const rows: (readonly [string, bigint, 'sum'?])[] = [
    ['License-based charges', totals.amount],
    ['Usage-based charges', 0n],
    ['Other products and services', 0n],
    ['Discounts', -totals.discount],
    ['Credits', 0n],
    ['Subtotal', totals.subtotal, 'sum'],
    ['Tax', totals.tax],
    ['Total current charges', totals.total, 'sum'],
    ['Previous balance', previousBalance],
    ['Amount due', previousBalance + totals.total, 'sum'],
  ];
  for (const [term, minorUnits, kind] of rows) {
    if (kind === 'sum') rule(sheet, pdf.y);
    if (kind === 'sum') pdf.y += 4;
    const y = pdf.y;
    pdf
      .font(kind === 'sum' ? BOLD : REGULAR)
      .fontSize(10)
      .fillColor(INK)
      .text(term, left, y);
    pdf.text(`${amount(minorUnits, currency)} ${currency}`, left, y, { width: right - left, align: 'right' });
    pdf.y += kind === 'sum' ? 8 : 3;
  }
  pdf.y += 12;
}

const PAYMENT_HEIGHT = 90;

function payment(sheet: Sheet, invoice: Invoice): void {
  const { pdf, left, right } = sheet;
  if (pdf.y > sheet.bottom - PAYMENT_HEIGHT) pdf.addPage();
  section(sheet, 'Payment');
  pdf
    .font(REGULAR)
    .fontSize(10)
    .fillColor(INK)
    .text(paymentText(invoice), left, pdf.y, { width: right - left, lineGap: 2 });
}

function paymentText({ invoiceId, invoiceOn, dueOn, totals, previousBalance, currency }: Invoice): string {
  if (previousBalance + totals.total <= 0n)
    return 'Nothing is to be paid: the credit stays on your account and is set against later invoices.';
  const terms = `Net ${daysBetween(invoiceOn, dueOn)} days.`;
  return `${terms} Please pay by ${longDate(dueOn)} in ${currency}, by bank transfer to the account named in your reseller agreement, and quote ${invoiceId} as the reference. Every charge is listed in the reconciliation file of this invoice, which adds up to the total current charges.`;
}

/** Number and page at the foot of every page: known once all pages are there. */
function footers({ pdf, left, right }: Sheet, { invoiceId }: Invoice): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const y = pdf.page.height - MARGIN + 8;
    pdf.page.margins.bottom = 0;
    pdf.font(REGULAR).fontSize(8).fillColor(MUTED);
    pdf.text(`Invoice ${invoiceId}`, left, y, { lineBreak: false });
    pdf.text(`Page ${page - start + 1} of ${count}`, left, y, {
      width: right - left,
      align: 'right',
      lineBreak: false,
    });
  }
}

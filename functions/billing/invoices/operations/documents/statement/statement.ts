import type { Seller } from '../../../../../../shared/contracts/seller.ts';
import { addDays, daysBetween, startOfDay } from '../../../../../../shared/kernel/time.ts';
import {
  type Cells,
  type Fact,
  type Letter,
  type LetterSection,
  letterPdf,
  type SummaryRow,
} from '../../../../../../shared/typesetting/letter.ts';
import type { BillingProfile } from '../../../../accounts/index.ts';
import type { Invoice } from '../../../domain/invoice.ts';
import { type Formats, formatsOf } from './formats.ts';
import { filled, LANGUAGES, languageOf } from './languages.ts';
import { partnerParty, sellerParty } from './parties.ts';
import type { StatementTexts } from './statement-texts.ts';

/**
 * The statement: an invoice, or a note on one, as a document that one can send and file (billing contract 10). It names
 * programs and products and no customer (BIL-2), in the partner's language where it is one of ours, with the numbers and
 * days of its culture. The same invoice gives the same bytes: its dates are the invoice's, and nothing is drawn by chance.
 */
export interface Statement {
  readonly invoice: Invoice;
  readonly profile: BillingProfile;
  readonly seller: Seller;
}

/** Writes the statement as PDF. */
export const statementPdf = (statement: Statement): Promise<Buffer> => letterPdf(statementLetter(statement));

interface Told extends Statement {
  readonly texts: StatementTexts;
  readonly formats: Formats;
}

/** What the statement says, before it is set. */
export function statementLetter({ invoice, profile, seller }: Statement): Letter {
  const { currency, note } = invoice;
  const { texts, formats, ...written } = writtenFor(profile, currency);
  const told: Told = { invoice, profile, seller, texts, formats };
  const title = titleOf(invoice, texts);
  const owed = invoice.totals.total + (note ? 0n : invoice.previousBalance);
  return {
    ...written,
    writtenAt: new Date(startOfDay(note?.issuedOn ?? invoice.invoiceOn)),
    title,
    name: `${title} ${invoice.invoiceId}`,
    sender: seller.name,
    headline: [note ? texts.total : texts.amountDue, told.formats.money(owed)],
    parties: [sellerParty(seller, texts), partnerParty(profile, texts, told.formats)],
    facts: factsOf(told),
    table: {
      title: texts.charges,
      head: [texts.program, texts.product, filled(texts.amount, { currency })],
      rows: chargesOf(told),
    },
    summary: { title: texts.summary, rows: summaryOf(told) },
    closing: note ? aboutNote(told) : paymentOf(told),
    pageOf: (page, count) => filled(texts.page, { page, count }),
  };
}

/** How a document is written for a partner: its language where it is one of ours, with the numbers and days of its culture. */
export function writtenFor({ country, culture }: BillingProfile, currency: string) {
  const language = languageOf(culture);
  return {
    language: culture?.toLowerCase().startsWith(language) ? culture : language,
    country,
    texts: LANGUAGES[language] as StatementTexts,
    formats: formatsOf({ culture, language, currency }),
  };
}

/** What the document is called: an invoice, or what a note does to one (L7). */
function titleOf({ note, totals }: Invoice, { titles }: StatementTexts): string {
  if (!note) return titles.invoice;
  if (note.noteType === 'void_note') return titles.voidNote;
  return totals.total > 0n ? titles.debitNote : titles.creditNote;
}

function factsOf({ invoice, profile, texts, formats }: Told): readonly Fact[] {
  const { note, invoiceId, invoiceOn, dueOn, periodStartOn, replaces } = invoice;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [note ? texts.noteNumber : texts.invoiceNumber, invoiceId],
    [note ? texts.noteDate : texts.invoiceDate, formats.day(note?.issuedOn ?? invoiceOn)],
    note ? [texts.onInvoice, note.amendsOf] : [texts.dueDate, formats.day(dueOn)],
    [texts.period, formats.days(periodStartOn, addDays(invoiceOn, -1))],
    [texts.inPlaceOf, replaces],
    [texts.purchaseOrder, profile.purchaseOrderNumber],
    [texts.networkId, profile.mpnId],
  ];
  return facts.filter((fact): fact is Fact => Boolean(fact[1]));
}

/** Programs by what they are called everywhere. */
const PROGRAMS: Readonly<Record<string, string>> = {
  office365: 'Office 365',
  ems: 'Enterprise Mobility Suite',
  crm: 'Dynamics CRM Online',
  ax: 'Dynamics AX',
  azure: 'Azure',
};

/** Charges before tax by program and product (BIL-2); what costs nothing is left out. */
function chargesOf({ invoice, texts, formats }: Told): readonly Cells[] {
  const programOf = (family: string): string =>
    family === 'other' ? texts.otherProgram : (PROGRAMS[family] ?? family);
  return invoice.charges
    .filter(({ amount }) => amount !== 0n)
    .map(({ family, product, amount }) => [programOf(family), product, formats.amount(amount)]);
}

/**
 * License-based and usage-based charges are what seats and usage cost before discounts; subtotal, tax and total are sums
 * of the lines. Rows of nothing are left out, sums and taxes are not.
 */
type Amount = readonly [term: string, minorUnits: bigint, kind?: 'sum' | 'always'];

function summaryOf(told: Told): readonly SummaryRow[] {
  const { invoice, texts, formats } = told;
  const { totals, usage, offsets = 0n, previousBalance, note } = invoice;
  const used = usage?.totals.amount ?? 0n;
  const usedOffsets = usage?.offsets ?? 0n;
  const rows: readonly Amount[] = [
    [texts.seatCharges, totals.amount - used - offsets],
    [texts.usageCharges, used - usedOffsets],
    [texts.discounts, -totals.discount],
    [texts.credits, offsets + usedOffsets],
    [texts.subtotal, totals.subtotal, 'sum'],
    ...taxesOf(told),
    [note ? texts.totalOfNote : texts.totalCharges, totals.total, 'sum'],
    [note ? texts.balanceBefore : texts.previousBalance, previousBalance],
    [note ? texts.balanceAfter : texts.amountDue, previousBalance + totals.total, 'sum'],
  ];
  return rows
    .filter(([, minorUnits, kind]) => kind || minorUnits !== 0n)
    .map(([term, minorUnits, kind]) => ({ term, amount: formats.money(minorUnits), isSum: kind === 'sum' }));
}

/** Tax by rate: also where it is none, so that nobody has to guess. */
function taxesOf({ invoice: { totals, taxes }, texts, formats }: Told): readonly Amount[] {
  if (!taxes) return [[texts.tax, totals.tax]];
  const [only, ...others] = taxes;
  if (only && others.length === 0)
    return [[filled(texts.taxAtRate, { rate: formats.percent(only.percent) }), only.tax, 'always']];
  return taxes.map(({ percent, subtotal, tax }) => [
    filled(texts.taxOnBase, { rate: formats.percent(percent), base: formats.money(subtotal) }),
    tax,
    'always',
  ]);
}

/** What a note does, and why. */
function aboutNote({ invoice: { note }, texts }: Told): LetterSection {
  const { noteType, amendsOf: number, replacedBy, reason } = note!;
  const text =
    noteType === 'adjustment_note' ? texts.corrects : replacedBy ? texts.takesBackForAnother : texts.takesBack;
  return {
    title: texts.aboutNote,
    paragraphs: [filled(text, { number, other: replacedBy ?? '' })],
    facts: [[texts.reason, reason]],
  };
}

/** What is to be paid, and the account that takes it. */
function paymentOf(told: Told): LetterSection {
  const { invoice, texts, formats } = told;
  const { bankDetails } = told.seller;
  const { invoiceId: number, invoiceOn, dueOn, totals, usage, previousBalance, currency } = invoice;
  const { payment: title } = texts;
  const listed = usage ? texts.listedInFiles : texts.listedInFile;
  const received = receivedOf(told);
  if (previousBalance + totals.total <= 0n) return { title, paragraphs: [texts.nothingToPay, listed], facts: received };
  const how = { days: daysBetween(invoiceOn, dueOn), dueOn: formats.day(dueOn), currency, number };
  const isKnown = bankDetails.length > 0;
  return {
    title,
    paragraphs: [filled(isKnown ? texts.pleasePay : texts.pleasePayByAgreement, how), listed],
    facts: [
      ...bankDetails.map((line, index): Fact => [index === 0 ? texts.payTo : '', line]),
      [texts.reference, number],
      ...received,
    ],
  };
}

/** Payments as far as there are any; what of them is set against invoices is in the previous balance already. */
function receivedOf({ invoice: { payments }, texts, formats }: Told): readonly Fact[] {
  const { since = 0n, unallocated = 0n } = payments ?? {};
  const facts: readonly (readonly [string, bigint])[] = [
    [texts.paymentsReceived, since],
    [texts.paymentsUnallocated, unallocated],
  ];
  return facts.filter(([, amount]) => amount !== 0n).map(([term, amount]) => [term, formats.money(amount)]);
}

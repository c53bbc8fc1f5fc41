import type { Day } from '../../../../shared/kernel/time.ts';
import type { TaxShare } from '../../history/domain/tax-shares.ts';
import type { Totals } from '../../history/domain/totals.ts';

/** Charges of one product before tax: what an invoice shows instead of customers (BIL-2). */
export interface ProductCharge {
  readonly family: string;
  readonly product: string;
  /** Minor units. */
  readonly amount: bigint;
}

/** What metered services of a period cost; a part of the invoice's totals. */
export interface InvoicedUsage {
  readonly lineCount: number;
  /** Rows of the daily file, and of the rated one. */
  readonly dayCount: number;
  readonly ratedCount: number;
  readonly totals: Totals;
  /** What of `totals.amount` are credits (`Offset a line item`); absent where there are none. */
  readonly offsets?: bigint;
}

/** Payments of the partner as an invoice is issued, in minor units. */
export interface InvoicedPayments {
  /** All that came so far, less what was taken back. */
  readonly soFar: bigint;
  /** What of it came since the invoice before. */
  readonly since: bigint;
  /** What of all of it is set against no invoice yet (L5). */
  readonly unallocated: bigint;
}

/** What takes an invoice back or corrects it (L7). It is shown inside the invoice, and by its own number. */
export type NoteType = 'void_note' | 'adjustment_note';

/** What makes a document a note on an invoice. */
export interface NoteFacts {
  readonly noteType: NoteType;
  /** Number of the invoice that it amends. */
  readonly amendsOf: string;
  /** Its place among the notes of that invoice, from 1. */
  readonly noteNo: number;
  readonly issuedOn: Day;
  /** In the words of whoever made it. */
  readonly reason: string;
  /** Of a note that takes an invoice back: the notes on it that it takes back, too. */
  readonly takesBack?: readonly string[];
  /** Of a note that takes an invoice back: the invoice that stands in its place. */
  readonly replacedBy?: string;
}

/** One partner's invoice of one period, or a note on it. Amounts in minor units of `currency`. */
export interface Invoice {
  readonly invoiceId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly periodStartOn: Day;
  /** Billing date: the day after the period's last. */
  readonly invoiceOn: Day;
  readonly dueOn: Day;
  /** Lines of seats. */
  readonly lineCount: number;
  readonly totals: Totals;
  /** Subtotal and tax by rate; documents of before do not tell. */
  readonly taxes?: readonly TaxShare[];
  /** What of `totals.amount` are credits for seats (`Offset a line item`); absent where there are none. */
  readonly offsets?: bigint;
  /** Only of an invoice that has usage. */
  readonly usage?: InvoicedUsage;
  /** What it has of payments and of credit that other invoices left; below 0 where it left more than it has (D15). */
  readonly paid: bigint;
  /** What of `paid` is credit: what it has of others less what it left for them (L6). */
  readonly credited?: bigint;
  /** What of it was given up (L8). */
  readonly writtenOff?: bigint;
  /** What was owed before it: open invoices, less the credit that waits for later ones (L6). */
  readonly previousBalance: bigint;
  /** What is known of payments as it is issued; documents of before do not tell. */
  readonly payments?: InvoicedPayments;
  readonly charges: readonly ProductCharge[];
  /** Which invoice of its period it is: 0 or absent for the one of the run, from 1 for those that replace it. */
  readonly issue?: number;
  /** Number of the invoice in whose place it stands. */
  readonly replaces?: string;
  readonly note?: NoteFacts;
  /** Object with its tax receipt, in countries that have them. */
  readonly receiptKey?: string;
  /** Names the parts that its lines lie in, where these are not those of its period. */
  readonly lines?: string;
}

/** The same amounts, taken back. */
export const negated = <T extends Readonly<Record<string, unknown>> | object>(amounts: T): T =>
  Object.fromEntries(
    Object.entries(amounts).map(([name, value]) => [name, typeof value === 'bigint' ? -value : value]),
  ) as T;

/** A document like another, of which nothing is paid. */
export const unpaid = <T extends Invoice>({ credited: _, writtenOff: __, ...invoice }: T): T =>
  ({ ...invoice, paid: 0n }) as unknown as T;

/** What an invoice and the notes on it cost together. */
export const worthOf = (invoice: Invoice, notes: readonly Invoice[]): bigint =>
  notes.reduce((sum, { totals }) => sum + totals.total, invoice.totals.total);

/** What is owed for an invoice with the notes on it (L4). */
export const balanceOf = (invoice: Invoice, notes: readonly Invoice[]): bigint =>
  worthOf(invoice, notes) - invoice.paid - (invoice.writtenOff ?? 0n);

/** L7: its amounts are taken back for good. */
export const isVoid = (notes: readonly Invoice[]): boolean => notes.some(({ note }) => note?.noteType === 'void_note');

/** Charges by family and product, in that order, from totals by offer (BIL-2). Equal names are one product. */
export function chargesByProduct(
  byOffer: Iterable<readonly [string, Totals]>,
  productOf: (offerId: string) => { family: string; product: string },
): ProductCharge[] {
  const charges = new Map<string, ProductCharge>();
  for (const [offerId, { subtotal }] of byOffer) {
    const { family, product } = productOf(offerId);
    const key = `${family}\u0000${product}`;
    charges.set(key, { family, product, amount: (charges.get(key)?.amount ?? 0n) + subtotal });
  }
  return [...charges.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, charge]) => charge);
}

import { packedKind } from '../../../../shared/dynamo/packed-kind.ts';
import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item, Key } from '../../../../shared/dynamo/table.ts';
import type { Totals } from '../../history/index.ts';
import type { Invoice, InvoicedPayments, InvoicedUsage, ProductCharge } from '../domain/invoice.ts';
import { invoiceKey, noteKey, unwrittenIndex } from './keys.ts';
import { readTaxes, type StoredTaxes, taxesTexts } from './part-item.ts';

/** A reconciliation file as it is stored for good, compressed. */
export interface StoredFile {
  readonly key: string;
  /** The same with a byte-order mark, where it is too large to be handed out in an answer. */
  readonly markedKey?: string;
  readonly bytes: number;
  readonly textBytes: number;
}

/** The files of an invoice with usage, by the names that downloads have. */
export interface UsageFiles {
  readonly usage: StoredFile;
  readonly usagedaily: StoredFile;
  readonly dailyrated: StoredFile;
}

/** The issued invoice with the objects that belong to it. */
export interface InvoiceRecord extends Invoice {
  /** They are where what was issued is kept for good; those of before lie among the parts. */
  readonly areIssuedApart?: boolean | undefined;
  /** The documents of a note, or of an invoice in the place of another, are written after it is issued. */
  readonly isUnwritten?: true;
  /** Counts the writes of a record that was written more than once. */
  readonly version?: number;
  readonly statementKey: string;
  readonly licenseFileKey: string;
  /** The same file with a byte-order mark, where it is too large to be handed out in an answer. */
  readonly markedFileKey?: string;
  readonly licenseFileBytes: number;
  readonly licenseTextBytes: number;
  /** Only of an invoice that has usage. */
  readonly usageFiles?: UsageFiles;
}

type Amounts =
  | 'totals'
  | 'taxes'
  | 'offsets'
  | 'usage'
  | 'paid'
  | 'credited'
  | 'writtenOff'
  | 'previousBalance'
  | 'payments'
  | 'charges';
type Texts<T> = { readonly [Name in keyof T]: string };

/** The same with whole numbers as texts. */
export type StoredInvoice<T extends Invoice> = Omit<T, Amounts> & {
  readonly totals: Texts<Totals>;
  readonly taxes?: StoredTaxes;
  readonly offsets?: string;
  readonly usage?: Omit<InvoicedUsage, 'totals' | 'offsets'> & {
    readonly totals: Texts<Totals>;
    readonly offsets?: string;
  };
  readonly paid: string;
  readonly credited?: string;
  readonly writtenOff?: string;
  readonly previousBalance: string;
  readonly payments?: Texts<InvoicedPayments>;
  readonly charges: readonly (Omit<ProductCharge, 'amount'> & { readonly amount: string })[];
};

/**
 * Those of the first shape have no usage, those of the second are neither notes nor in the place of another, those of the third
 * have neither credit of others nor anything that was given up, those of the fourth tell neither tax by rate nor credits
 * nor payments.
 */
const same = (record: StoredRecord): StoredRecord => record;
const definition = {
  kind: 'invoice',
  shape: 5,
  upgrades: [same, same, same, same],
} as const;
const plainInvoice = storedKind<StoredInvoice<InvoiceRecord>>(definition);
/** Reads invoices that lie packed, because they have charges of many products, and all others. */
export const invoiceItem = packedKind<StoredInvoice<InvoiceRecord>>(definition);

/** Charges of an invoice that lies as it is; of 5,000 products it would be half a megabyte, packed a sixth. */
const CHARGES_PLAIN_MAX = 100;

export const toItem = (invoice: InvoiceRecord): Item =>
  (invoice.charges.length > CHARGES_PLAIN_MAX ? invoiceItem : plainInvoice).toItem(
    { ...keyOf(invoice), ...(invoice.isUnwritten && unwrittenIndex(invoice.partnerId, invoice.invoiceId)) },
    invoiceTexts(invoice),
  );

/** Where an invoice or a note lies. */
export const keyOf = ({ partnerId, invoiceOn, issue, note }: Invoice): Key =>
  note
    ? noteKey(partnerId, { billingOn: invoiceOn, ...(issue && { issue }) }, note.noteNo)
    : invoiceKey(partnerId, invoiceOn, issue);

export const fromItem = (item: Item): InvoiceRecord => invoiceOf(invoiceItem.fromItem(item));

export const invoiceTexts = <T extends Invoice>(invoice: T): StoredInvoice<T> => ({
  ...invoice,
  totals: mapTotals(invoice.totals, String),
  ...(invoice.taxes && { taxes: taxesTexts(invoice.taxes) }),
  ...mapOffsets(invoice, String),
  ...(invoice.usage && { usage: mapUsage(invoice.usage, String) }),
  paid: String(invoice.paid),
  ...(invoice.credited !== undefined && { credited: String(invoice.credited) }),
  ...(invoice.writtenOff !== undefined && { writtenOff: String(invoice.writtenOff) }),
  previousBalance: String(invoice.previousBalance),
  ...(invoice.payments && { payments: mapPayments(invoice.payments, String) }),
  charges: invoice.charges.map((charge) => ({ ...charge, amount: String(charge.amount) })),
});

export const invoiceOf = <T extends Invoice>(stored: StoredInvoice<T>): T =>
  ({
    ...stored,
    totals: mapTotals(stored.totals, BigInt),
    ...(stored.taxes && { taxes: readTaxes(stored.taxes) }),
    ...mapOffsets(stored, BigInt),
    ...(stored.usage && { usage: mapUsage(stored.usage, BigInt) }),
    paid: BigInt(stored.paid),
    ...(stored.credited !== undefined && { credited: BigInt(stored.credited) }),
    ...(stored.writtenOff !== undefined && { writtenOff: BigInt(stored.writtenOff) }),
    previousBalance: BigInt(stored.previousBalance),
    ...(stored.payments && { payments: mapPayments(stored.payments, BigInt) }),
    charges: stored.charges.map((charge) => ({ ...charge, amount: BigInt(charge.amount) })),
  }) as unknown as T;

const mapPayments = <A, B>(
  { soFar, since, unallocated }: Readonly<Record<keyof InvoicedPayments, A>>,
  of: (minorUnits: A) => B,
): Readonly<Record<keyof InvoicedPayments, B>> => ({
  soFar: of(soFar),
  since: of(since),
  unallocated: of(unallocated),
});

const mapOffsets = <A, B>({ offsets }: { readonly offsets?: A }, of: (minorUnits: A) => B): { readonly offsets?: B } =>
  offsets === undefined ? {} : { offsets: of(offsets) };

type UsageAmounts<A> = { readonly totals: Readonly<Record<keyof Totals, A>>; readonly offsets?: A };

const mapUsage = <A, B>(
  { totals, offsets, ...counts }: Omit<InvoicedUsage, 'totals' | 'offsets'> & UsageAmounts<A>,
  of: (minorUnits: A) => B,
): Omit<InvoicedUsage, 'totals' | 'offsets'> & UsageAmounts<B> => ({
  ...counts,
  totals: mapTotals(totals, of),
  ...(offsets !== undefined && { offsets: of(offsets) }),
});

const mapTotals = <A, B>(
  { amount, discount, subtotal, tax, total }: Readonly<Record<keyof Totals, A>>,
  of: (minorUnits: A) => B,
): Readonly<Record<keyof Totals, B>> => ({
  amount: of(amount),
  discount: of(discount),
  subtotal: of(subtotal),
  tax: of(tax),
  total: of(total),
});

import type { Invoice } from './invoice.ts';

/** Countries whose partners get a tax receipt with every invoice (billing contract 10). */
const RECEIPT_COUNTRIES: ReadonlySet<string> = new Set(['TW']);

/** Whether a document gets a receipt: an invoice does, a note is itself the receipt of what it changes. */
export const hasReceipt = ({ note }: Pick<Invoice, 'note'>, country: string): boolean =>
  note === undefined && RECEIPT_COUNTRIES.has(country);

/** The number of an invoice's receipt: an invoice has one at most. */
export const receiptIdOf = ({ invoiceId }: Pick<Invoice, 'invoiceId'>): string => `E${invoiceId.slice(1)}`;

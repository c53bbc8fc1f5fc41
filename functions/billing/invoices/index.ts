/** What operations and stores of the slices above may use. */
export { chargesByProduct, type Invoice } from './domain/invoice.ts';
export { parseLineId } from './domain/line-id.ts';
export { cutRanges, RANGE_SUBSCRIPTIONS } from './domain/ranges.ts';
export { seatLineText } from './domain/seat-line-text.ts';
export { issuedRowsOf, type LicenseRow } from './operations/customer-lines.ts';
export { dayOfMoment } from './operations/documents/license-file.ts';
export { invoiceBody } from './operations/invoice-wire.ts';
export { type InvoiceRecord, invoiceOf, invoiceTexts, type StoredInvoice } from './store/invoice-item.ts';
export { invoiceStore } from './store/invoice-store.ts';
export { readTotals, type StoredTotals, totalsTexts } from './store/part-item.ts';

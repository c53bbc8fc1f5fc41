/** What operations and stores of the slices above may use. */
export { chargesByProduct, type Invoice } from './domain/invoice.ts';
export { cutRanges, RANGE_SUBSCRIPTIONS } from './domain/ranges.ts';
export { invoiceBody } from './operations/invoice-wire.ts';
export { invoiceOf, invoiceTexts, type StoredInvoice } from './store/invoice-item.ts';
export { readTotals, type StoredTotals, totalsTexts } from './store/part-item.ts';

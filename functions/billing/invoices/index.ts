/** What operations and stores of the slices above may use. */
export { chargesByProduct, type Invoice } from './domain/invoice.ts';
export { invoiceBody } from './operations/invoice-wire.ts';

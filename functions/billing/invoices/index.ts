/** What operations and stores of the slices above may use. */
export {
  balanceOf,
  chargesByProduct,
  type Invoice,
  type InvoicedUsage,
  isVoid,
  negated,
  type ProductCharge,
  worthOf,
} from './domain/invoice.ts';
export { lineIdText, parseLineId } from './domain/line-id.ts';
export { cutRanges, RANGE_SUBSCRIPTIONS } from './domain/ranges.ts';
export { seatLineText } from './domain/seat-line-text.ts';
export { periodsUpTo } from './domain/usage-window.ts';
export { runPeriod } from './operations/begin-run.ts';
export { type IssuedRows, issuedRowsOf, type LicenseRow, type UsageRow } from './operations/customer-lines.ts';
export type { RunDeps } from './operations/dependencies.ts';
export { dayOfMoment, firstMoment, lastMoment } from './operations/documents/moments.ts';
export { inflated } from './operations/documents/part-texts.ts';
export { RATED_COLUMNS, USAGE_COLUMNS } from './operations/documents/reconciliation-headers.ts';
export {
  LICENSE_COLUMNS,
  type LicenseColumn,
  type LinePricing,
  lineIdColumn,
  pricingOf,
  ROWS_FORM,
  readLine,
  type StoredExplanation,
  storedExplanation,
} from './operations/documents/rows-form.ts';
export { type DocumentKeys, storeDocuments } from './operations/documents/store-documents.ts';
export { explanationOfAdjustedUsage, readUsageReason, usageReasonRow } from './operations/documents/usage-rows.ts';
export { invoiceBody, toWireInvoice } from './operations/invoice-wire.ts';
export { issuedEvent } from './operations/issued-event.ts';
export type { RatedUsageItem, UsageLineItem } from './operations/issued-usage.ts';
export { openRatedItems, openUsageItem } from './operations/open-usage-items.ts';
export { partsOf } from './operations/parts-of.ts';
export { type RatedUsage, ratedPortions, ratedUsage } from './operations/rate-usage.ts';
export { reserveNumber } from './operations/reserve-number.ts';
export { openUsage, usageSums } from './operations/usage-sums.ts';
export {
  type InvoiceRecord,
  invoiceItem,
  invoiceOf,
  invoiceTexts,
  keyOf,
  type StoredInvoice,
} from './store/invoice-item.ts';
export { headerWrite, invoiceStore, paidWrite, writtenWrite } from './store/invoice-store.ts';
export { noteDocument, unwrittenQuery } from './store/keys.ts';
export {
  type FilePart,
  type PartFile,
  readTotals,
  type StoredTotals,
  totalsTexts,
  type UsagePart,
} from './store/part-item.ts';
export { partStore } from './store/part-store.ts';

import { downloadReconciliationFile, downloadStatement } from '../operations/download-documents.ts';
import { listInvoiceLineItems, listInvoiceLineItemsByType } from '../operations/list-line-items.ts';
import { previewInvoice } from '../operations/preview-invoice.ts';
import { viewBillingAccount } from '../operations/view-billing-account.ts';
import { listInvoiceSummaries, listInvoices, viewInvoice, viewInvoiceSummary } from '../operations/view-invoices.ts';

/** One operation for each route. */
export const billingOperations = {
  listInvoices,
  viewInvoiceSummary,
  listInvoiceSummaries,
  previewInvoice,
  viewInvoice,
  listInvoiceLineItems,
  listInvoiceLineItemsByType,
  downloadStatement,
  downloadReconciliationFile,
  viewBillingAccount,
} as const;

import { downloadReconciliationFile, downloadStatement, downloadTaxReceipt } from './operations/download-documents.ts';
import { listInvoiceLineItems, listInvoiceLineItemsByType } from './operations/list-line-items.ts';
import { queueDueInvoices, resumeInvoices } from './operations/queue-due-invoices.ts';
import { listInvoiceSummaries, listInvoices, viewInvoice, viewInvoiceSummary } from './operations/view-invoices.ts';
import { viewInvoiceLineItem } from './operations/view-line-item.ts';

/** What answers each route of the slice. */
export const invoicesOperations = {
  listInvoices,
  viewInvoiceSummary,
  listInvoiceSummaries,
  viewInvoice,
  listInvoiceLineItems,
  viewInvoiceLineItem,
  listInvoiceLineItemsByType,
  downloadStatement,
  downloadTaxReceipt,
  downloadReconciliationFile,
} as const;

/** What each job of the slice does. */
export const invoicesJobFunctions = {
  queueDueInvoices,
  resumeInvoices,
} as const;

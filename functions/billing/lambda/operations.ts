import { closeBillingCase, listBillingCases } from '../operations/billing-cases.ts';
import { downloadReconciliationFile, downloadStatement } from '../operations/download-documents.ts';
import { listEstimateLinks } from '../operations/list-estimate-links.ts';
import { listInvoiceLineItems, listInvoiceLineItemsByType } from '../operations/list-line-items.ts';
import { listUnbilledLineItems } from '../operations/list-unbilled-line-items.ts';
import { previewInvoice } from '../operations/preview-invoice.ts';
import { viewBillingAccount } from '../operations/view-billing-account.ts';
import { listInvoiceSummaries, listInvoices, viewInvoice, viewInvoiceSummary } from '../operations/view-invoices.ts';

/** One operation for each route. */
export const billingOperations = {
  listInvoices,
  viewInvoiceSummary,
  listInvoiceSummaries,
  previewInvoice,
  listUnbilledLineItems,
  listEstimateLinks,
  viewInvoice,
  listInvoiceLineItems,
  listInvoiceLineItemsByType,
  downloadStatement,
  downloadReconciliationFile,
  viewBillingAccount,
  listBillingCases,
  closeBillingCase,
} as const;

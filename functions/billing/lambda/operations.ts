import { viewBillingAccount } from '../accounts/operations/view-billing-account.ts';
import { listEstimateLinks } from '../estimates/operations/list-estimate-links.ts';
import { listUnbilledLineItems } from '../estimates/operations/list-unbilled-line-items.ts';
import { previewInvoice } from '../estimates/operations/preview-invoice.ts';
import { closeBillingCase, listBillingCases } from '../history/operations/billing-cases.ts';
import { downloadReconciliationFile, downloadStatement } from '../invoices/operations/download-documents.ts';
import { listInvoiceLineItems, listInvoiceLineItemsByType } from '../invoices/operations/list-line-items.ts';
import {
  listInvoiceSummaries,
  listInvoices,
  viewInvoice,
  viewInvoiceSummary,
} from '../invoices/operations/view-invoices.ts';

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

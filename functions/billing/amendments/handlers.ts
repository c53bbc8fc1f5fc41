import { adjustInvoice } from './operations/adjust-invoice.ts';
import { listPartnerInvoices } from './operations/list-partner-invoices.ts';
import { resumeDocuments } from './operations/resume-documents.ts';
import { voidInvoice } from './operations/void-invoice.ts';

/** What answers each route of the slice. */
export const amendmentsOperations = {
  voidInvoice,
  adjustInvoice,
  listPartnerInvoices,
} as const;

/** What each job of the slice does. */
export const amendmentsJobFunctions = {
  resumeDocuments,
} as const;

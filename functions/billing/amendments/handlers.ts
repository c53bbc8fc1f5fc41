import { adjustInvoice } from './operations/adjust-invoice.ts';
import { resumeDocuments } from './operations/resume-documents.ts';
import { voidInvoice } from './operations/void-invoice.ts';

/** What answers each route of the slice. */
export const amendmentsOperations = {
  voidInvoice,
  adjustInvoice,
} as const;

/** What each job of the slice does. */
export const amendmentsJobFunctions = {
  resumeDocuments,
} as const;

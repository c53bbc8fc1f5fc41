import { allocatePayment } from './operations/allocate-payment.ts';
import { changeBillingAccount } from './operations/change-billing-account.ts';
import { listPartnerInvoices } from './operations/list-partner-invoices.ts';
import { listPartnerPayments, listPayments } from './operations/list-payments.ts';
import { recordPayment } from './operations/record-payment.ts';
import { resumeSettling } from './operations/resume-settling.ts';
import { takeBackPayment } from './operations/take-back-payment.ts';
import { viewBillingAccount, viewPartnerBillingAccount } from './operations/view-billing-account.ts';

/** What answers each route of the slice. */
export const receivablesOperations = {
  viewBillingAccount,
  viewPartnerBillingAccount,
  changeBillingAccount,
  recordPayment,
  listPartnerPayments,
  allocatePayment,
  takeBackPayment,
  listPayments,
  listPartnerInvoices,
} as const;

/** What each job of the slice does. */
export const receivablesJobFunctions = {
  resumeSettling,
} as const;

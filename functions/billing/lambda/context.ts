import { billingConsumers } from '../consumers.ts';
import { billingJobs } from '../jobs.ts';
import { downloadReconciliationFile, downloadStatement } from '../operations/download-documents.ts';
import { followCustomer, followOffer, followPartner, followRelationship } from '../operations/follow-names.ts';
import { listInvoiceLineItems, listInvoiceLineItemsByType } from '../operations/list-line-items.ts';
import { previewInvoice } from '../operations/preview-invoice.ts';
import { queueDueInvoices, resumeInvoices } from '../operations/queue-due-invoices.ts';
import { recordChangedSubscription, recordCreatedSubscription } from '../operations/record-subscription.ts';
import { viewBillingAccount } from '../operations/view-billing-account.ts';
import { listInvoiceSummaries, listInvoices, viewInvoice, viewInvoiceSummary } from '../operations/view-invoices.ts';
import { billingRoutes } from '../routes.ts';

/** The whole context without its environment: functions, tests and the simulation compose it with their own parts. */
export const billingContext = {
  routes: billingRoutes,
  operations: {
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
  },
  consumers: billingConsumers,
  consumerFunctions: {
    recordCreatedSubscription,
    recordChangedSubscription,
    followPartner,
    followCustomer,
    followRelationship,
    followOffer,
  },
  jobs: billingJobs,
  jobFunctions: { queueDueInvoices, resumeInvoices },
} as const;

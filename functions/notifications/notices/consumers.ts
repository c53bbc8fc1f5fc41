import {
  AgreementVersionAnnounced,
  CollectionsStep,
  CustomerErasureAnnounced,
  CustomerRelationshipChanged,
  InvoiceIssued,
  PaymentLate,
  PriceListCorrected,
  ProgramAgreementChanged,
  UsageBudgetNeared,
  UsagerecordsThresholdExceeded,
} from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const noticesConsumers = {
  notifyOfInvoice: {
    on: [InvoiceIssued],
    summary: 'Mails the global admins and admin agents of the invoiced partner (NOT-2).',
  },
  notifyOfAgreement: {
    on: [ProgramAgreementChanged],
    summary: 'Mails the global admins of a partner about notice and the end of its agreement (NOT-2, PRG-7).',
  },
  notifyOfRemoval: {
    on: [CustomerRelationshipChanged],
    summary: 'Mails an advisor from which a customer took delegated administration (DAP-3).',
  },
  notifyOfErasure: {
    on: [CustomerErasureAnnounced],
    summary: 'Mails the last partner of a customer from when on the customer may be deleted (CUS-6).',
  },
  notifyOfAgreementVersion: {
    on: [AgreementVersionAnnounced],
    summary: 'Mails partners that their customers will have to accept a version of the customer agreement (AGR-2).',
  },
  notifyOfCorrection: {
    on: [PriceListCorrected],
    summary: 'Mails all partners that prices of a published list were corrected, and why (CAT-4).',
  },
  notifyOfBudget: {
    on: [UsageBudgetNeared, UsagerecordsThresholdExceeded],
    summary: 'Mails the admin agents of a partner about a customer that nears or has passed its budget (USG-4).',
  },
  notifyOfLatePayment: {
    on: [PaymentLate, CollectionsStep],
    summary: 'Mails the global admins and admin agents of a partner that is late to pay, with every step (BIL-5).',
  },
} as const satisfies ConsumerTable;

import { CustomerRelationshipChanged, InvoiceIssued } from '../../../events/index.ts';
import type { ConsumerTable } from '../../../shared/contracts/consumers.ts';

export const noticesConsumers = {
  notifyOfInvoice: {
    on: [InvoiceIssued],
    summary: 'Mails the global admins and admin agents of the invoiced partner (NOT-2).',
  },
  notifyOfRemoval: {
    on: [CustomerRelationshipChanged],
    summary: 'Mails an advisor from which a customer took delegated administration (DAP-3).',
  },
} as const satisfies ConsumerTable;

import type * as billing from '../../../../../events/billing.ts';
import type { RulesOf } from './rule.ts';

export const billingRules: RulesOf<typeof billing> = {
  InvoiceIssued: {
    keeps: ['invoiceId', 'invoiceOn', 'periodStartOn', 'dueOn', 'totalCharges', 'lineCount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'ready_invoice', resource: 'invoice' }],
  },
};

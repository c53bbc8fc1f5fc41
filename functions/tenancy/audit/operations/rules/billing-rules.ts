import type * as billing from '../../../../../events/billing.ts';
import type { RulesOf } from './rule.ts';

export const billingRules: RulesOf<typeof billing> = {
  InvoiceIssued: {
    keeps: ['invoiceId', 'invoiceOn', 'periodStartOn', 'dueOn', 'totalCharges', 'lineCount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'ready_invoice', resource: 'invoice' }],
  },
  RateCardPublished: {
    keeps: ['card', 'currency', 'region', 'effectiveOn', 'meterCount'],
    parties: () => ({}),
    acts: () => [{ operation: 'publish_rate_card', resource: 'rate_card' }],
  },
};

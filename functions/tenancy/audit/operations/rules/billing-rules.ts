import type * as billing from '../../../../../events/billing.ts';
import type { RulesOf } from './rule.ts';
import { exported } from './tenancy-rules.ts';

export const billingRules: RulesOf<typeof billing> = {
  InvoiceIssued: {
    keeps: ['invoiceId', 'invoiceOn', 'periodStartOn', 'dueOn', 'totalCharges', 'lineCount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'ready_invoice', resource: 'invoice' }],
  },
  RateCardPublished: {
    keeps: ['card', 'currency', 'region', 'effectiveOn', 'meterCount'],
    parties: () => ({}),
    acts: ({ actor }) => [
      { operation: actor.kind === 'schedule' ? 'retell_rate_card' : 'publish_rate_card', resource: 'rate_card' },
    ],
  },
  ExchangeRatesPublished: {
    keeps: ['month', 'pricingCurrency', 'rates'],
    parties: () => ({}),
    acts: ({ actor }) => [
      {
        operation: actor.kind === 'schedule' ? 'retell_exchange_rates' : 'publish_exchange_rates',
        resource: 'exchange_rates',
      },
    ],
  },
  // Budgets are the partner's own affair: the customer reads its log too, and amounts stay out.
  UsageBudgetChanged: {
    keeps: ['customerId'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'update_customer_spending_budget', resource: 'customer' }],
  },
  UsageBudgetNeared: {
    keeps: ['customerId', 'percentUsed', 'periodStartOn', 'periodEndOn'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'near_spending_budget', resource: 'customer' }],
  },
  UsagerecordsThresholdExceeded: {
    keeps: ['customerId', 'percentUsed', 'periodStartOn', 'periodEndOn'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'exceed_spending_budget', resource: 'customer' }],
  },
  InvoiceVoided: {
    keeps: ['invoiceId', 'noteId', 'totalCharges', 'replacedBy'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'void_invoice', resource: 'invoice' }],
  },
  InvoiceAdjusted: {
    keeps: ['invoiceId', 'noteId', 'totalCharges'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'adjust_invoice', resource: 'invoice' }],
  },
  PaymentRecorded: {
    keeps: ['paymentId', 'receivedOn', 'amount', 'unallocated'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'record_payment', resource: 'payment' }],
  },
  PaymentTakenBack: {
    keeps: ['paymentId', 'receivedOn', 'amount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'take_back_payment', resource: 'payment' }],
  },
  CreditGranted: {
    keeps: ['creditId', 'customerId', 'subscriptionId', 'reason', 'grantedOn', 'amount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'grant_credit', resource: 'credit' }],
  },
  CreditWithdrawn: {
    keeps: ['creditId', 'customerId', 'subscriptionId', 'reason', 'grantedOn', 'amount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'withdraw_credit', resource: 'credit' }],
  },
  BillingTermsChanged: {
    keeps: ['paymentTermDays', 'creditLimit'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'change_billing_terms', resource: 'billing_account' }],
  },
  PaymentLate: {
    keeps: ['invoiceId', 'dueOn', 'balance', 'daysLate', 'stepOn'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'miss_payment', resource: 'invoice' }],
  },
  CollectionsStep: {
    keeps: ['invoiceId', 'dueOn', 'balance', 'daysLate', 'stepOn', 'action', 'caseId', 'overdue'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'take_collections_step', resource: 'collections_case' }],
  },
  CollectionsClosed: {
    keeps: ['caseId', 'openedOn', 'closedOn', 'outcome'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'close_collections_case', resource: 'collections_case' }],
  },
  CollectionsCaseChanged: {
    keeps: ['caseId', 'status', 'promisedOn', 'overdue'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'change_collections_case', resource: 'collections_case' }],
  },
  CreditAvailable: {
    keeps: ['available'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'change_available_credit', resource: 'billing_account' }],
  },
  OrderingSuspensionChanged: {
    keeps: ['isSuspended'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: ({ detail }) => [
      { operation: detail.isSuspended ? 'suspend_ordering' : 'resume_ordering', resource: 'billing_account' },
    ],
  },
  PriceBookChanged: {
    keeps: ['partnerId', 'customerId', 'effectiveOn', 'ruleCount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'update_price_book', resource: 'price_book' }],
  },
  PartnerProductChanged: {
    keeps: ['productId', 'billingFrequency', 'status'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'update_partner_product', resource: 'partner_product' }],
  },
  ProductAssignmentChanged: {
    keeps: ['assignmentId', 'customerId', 'productId', 'quantity', 'startOn', 'endOn'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId, customerId: detail.customerId }),
    acts: () => [{ operation: 'update_product_assignment', resource: 'product_assignment' }],
  },
  IncentiveAccrued: {
    keeps: ['invoiceId', 'earnedOn', 'earningCount', 'earningAmount'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'accrue_incentives', resource: 'incentive' }],
  },
  IncentivesPaid: {
    keeps: ['payoutId', 'mpnId', 'amount', 'paidOn'],
    parties: ({ detail }) => ({ partnerId: detail.partnerId }),
    acts: () => [{ operation: 'pay_incentives', resource: 'incentive' }],
  },
  IncentiveRuleChanged: {
    keeps: ['ruleId', 'ratePercent', 'effectiveFrom'],
    parties: () => ({}),
    acts: () => [{ operation: 'change_incentive_rule', resource: 'incentive_rule' }],
  },
  BillingExported: exported,
};

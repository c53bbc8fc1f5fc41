import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { DecimalText, Id, IsoDay, MoneyText } from './common.ts';

export * from './partner-prices.ts';

/** The public webhook name is `invoice-ready`. */
export const InvoiceIssued = defineEvent({
  source: 'billing',
  type: 'InvoiceIssued',
  version: 1,
  meaning: 'The invoice of a billing period is out, with its statement and reconciliation file.',
  detail: z.object({
    invoiceId: Id,
    partnerId: Id,
    /** Billing date; the period is [periodStartOn, invoiceOn). */
    invoiceOn: IsoDay,
    periodStartOn: IsoDay,
    dueOn: IsoDay,
    totalCharges: MoneyText,
    lineCount: z.number().int(),
  }),
});

export const RateCardPublished = defineEvent({
  source: 'billing',
  type: 'RateCardPublished',
  version: 1,
  meaning: 'What metered use costs in a currency and region from a day on was published, or added to.',
  detail: z.object({
    card: z.enum(['azure', 'azure-shared']),
    currency: z.string(),
    region: z.string(),
    /** First day of the version. */
    effectiveOn: IsoDay,
    /** Meters that the version sets by now. */
    meterCount: z.number().int(),
    /** The card as it holds from that day on, and of each version that waits after it: objects of the documents bucket (`rate-card-file.ts`). */
    cards: z.array(z.object({ effectiveOn: IsoDay, file: z.string() })).optional(),
  }),
});

/** Rates for what has no price in a currency of bills (billing contract M3). Those of a month replace each other. */
export const ExchangeRatesPublished = defineEvent({
  source: 'billing',
  type: 'ExchangeRatesPublished',
  version: 1,
  meaning: 'The exchange rates of a month were published, or replaced.',
  detail: z.object({
    /** `yyyy-MM`. */
    month: z.string(),
    /** Currency of the prices that are exchanged. */
    pricingCurrency: z.string().length(3),
    /** Units of a currency for one of the pricing currency. */
    rates: z.array(z.object({ currency: z.string().length(3), rate: DecimalText })).max(200),
  }),
});

const spendingOfCustomer = z.object({
  partnerId: Id,
  customerId: Id,
  customerName: z.string(),
  /** What may be spent in the period, and what is spent so far, before tax. */
  budget: MoneyText,
  cost: MoneyText,
  /** Decimal text, two places at most. */
  percentUsed: z.string(),
  /** The billing period, [start, end). */
  periodStartOn: IsoDay,
  periodEndOn: IsoDay,
});

/** The audit log keeps who changed it. */
export const UsageBudgetChanged = defineEvent({
  source: 'billing',
  type: 'UsageBudgetChanged',
  version: 1,
  meaning: 'A partner set, changed or took away what a customer may spend on metered use.',
  detail: z.object({
    customerId: Id,
    partnerId: Id,
    /** Absent: there was none, or there is none any more. */
    budgetBefore: MoneyText.optional(),
    budget: MoneyText.optional(),
  }),
});

/** Mailed only: there is no webhook of it. */
export const UsageBudgetNeared = defineEvent({
  source: 'billing',
  type: 'UsageBudgetNeared',
  version: 1,
  meaning: 'Metered use of a customer nears the budget that its partner set: at most once in seven days.',
  detail: spendingOfCustomer,
});

/** The public webhook name is `usagerecords-thresholdExceeded`. */
export const UsagerecordsThresholdExceeded = defineEvent({
  source: 'billing',
  type: 'UsagerecordsThresholdExceeded',
  version: 1,
  meaning: 'Metered use of a customer has passed the budget that its partner set: once in a billing period.',
  detail: spendingOfCustomer,
});

/** What a note says of itself to others: what was written on it stays with the partner. */
const noteDetail = z.object({
  /** Number of the invoice that the note is on. */
  invoiceId: Id,
  partnerId: Id,
  /** Number of the note. */
  noteId: Id,
  /** What it adds to what the invoice costs; what takes back is negative. */
  totalCharges: MoneyText,
});

/** The audit log listens: an invoice that a partner has was changed by the operator. */
export const InvoiceVoided = defineEvent({
  source: 'billing',
  type: 'InvoiceVoided',
  version: 1,
  meaning: 'An issued invoice is taken back by a note; another one may stand in its place.',
  detail: noteDetail.extend({ replacedBy: Id.optional() }),
});

/** The audit log listens: an invoice that a partner has was changed by the operator. */
export const InvoiceAdjusted = defineEvent({
  source: 'billing',
  type: 'InvoiceAdjusted',
  version: 1,
  meaning: 'An issued invoice is corrected by a note with lines of its own.',
  detail: noteDetail,
});

const paymentDetail = z.object({
  paymentId: Id,
  partnerId: Id,
  /** In the words of whoever recorded it. */
  paymentReference: z.string(),
  /** Day on which the money came. */
  receivedOn: IsoDay,
  amount: MoneyText,
});

/** The public webhook name is `payment-recorded`. */
export const PaymentRecorded = defineEvent({
  source: 'billing',
  type: 'PaymentRecorded',
  version: 1,
  meaning: 'Money of a partner came and is in the books.',
  /** `unallocated`: what no invoice has of it yet. */
  detail: paymentDetail.extend({ unallocated: MoneyText }),
});

/** The audit log listens: what invoices had of it is owed again. */
export const PaymentTakenBack = defineEvent({
  source: 'billing',
  type: 'PaymentTakenBack',
  version: 1,
  meaning: 'A payment that had been recorded did not hold, and is out of the books.',
  detail: paymentDetail,
});

const creditDetail = z.object({
  creditId: Id,
  partnerId: Id,
  customerId: Id,
  subscriptionId: Id,
  /** In the words of whoever granted it. */
  creditReference: z.string(),
  reason: z.enum(['sla', 'accidentalPurchase', 'duplicateOrder', 'goodwill', 'correction']),
  /** Day on which it was granted: it is on the invoice of the billing period of that day. */
  grantedOn: IsoDay,
  /** What it gives back, before tax; above 0. */
  amount: MoneyText,
  /** Of an SLA credit: what it is for. */
  serviceRequestId: Id.optional(),
  incidentId: Id.optional(),
  slaClaimId: Id.optional(),
});

/** The public webhook name is `credit-granted`. */
export const CreditGranted = defineEvent({
  source: 'billing',
  type: 'CreditGranted',
  version: 1,
  meaning: 'A partner gets a credit on a subscription of one of its customers, on its next invoice.',
  detail: creditDetail,
});

/** The audit log listens: no invoice has it. */
export const CreditWithdrawn = defineEvent({
  source: 'billing',
  type: 'CreditWithdrawn',
  version: 1,
  meaning: 'A credit that had been granted was taken back before it was on an invoice.',
  detail: creditDetail,
});

/** The audit log listens. */
export const BillingTermsChanged = defineEvent({
  source: 'billing',
  type: 'BillingTermsChanged',
  version: 1,
  meaning: 'What was agreed with a partner about its invoices changed: how it pays, tax, credit, collections.',
  detail: z.object({
    partnerId: Id,
    paymentTermDays: z.number().int(),
    /** Decimal text. */
    taxRatePercent: z.string(),
    /** First day of the period from which on that rate counts; absent: at once. */
    taxRateFromOn: IsoDay.optional(),
    /** Absent: there is none. */
    creditLimit: MoneyText.optional(),
    collectionsSteps: z.array(z.object({ daysLate: z.number().int(), action: z.string() })),
  }),
});

const lateInvoice = z.object({
  partnerId: Id,
  invoiceId: Id,
  dueOn: IsoDay,
  /** What is still owed for the invoice. */
  balance: MoneyText,
  /** The day on which the invoice was so many days late; days of promises are not counted. */
  daysLate: z.number().int(),
  stepOn: IsoDay,
});

/** Notifications listen. The public name is `payment-late`. */
export const PaymentLate = defineEvent({
  source: 'billing',
  type: 'PaymentLate',
  version: 1,
  meaning: 'An invoice was not paid in full by its due date.',
  detail: lateInvoice,
});

/** Notifications listen. The public name is `collections-step`. */
export const CollectionsStep = defineEvent({
  source: 'billing',
  type: 'CollectionsStep',
  version: 1,
  meaning: 'A step of collections was taken about an invoice that is late.',
  detail: lateInvoice.extend({
    action: z.enum(['reminder', 'notice', 'suspendOrdering']),
    caseId: Id.optional(),
    /** What is overdue of all invoices of the partner. */
    overdue: MoneyText,
  }),
});

/** The public name is `collections-closed`. */
export const CollectionsClosed = defineEvent({
  source: 'billing',
  type: 'CollectionsClosed',
  version: 1,
  meaning: 'Nothing of what a case of collections was about is overdue any more.',
  detail: z.object({
    partnerId: Id,
    caseId: Id,
    openedOn: IsoDay,
    closedOn: IsoDay,
    outcome: z.enum(['resolved', 'writtenOff']),
  }),
});

/** The audit log keeps who promised or gave up. */
export const CollectionsCaseChanged = defineEvent({
  source: 'billing',
  type: 'CollectionsCaseChanged',
  version: 1,
  meaning: 'The operator noted a promise to pay, or gave up what is overdue.',
  detail: z.object({
    partnerId: Id,
    caseId: Id,
    status: z.enum(['promised', 'writtenOff']),
    promisedOn: IsoDay.optional(),
    overdue: MoneyText,
  }),
});

/** Commerce keeps the newest. */
export const OrderingSuspensionChanged = defineEvent({
  source: 'billing',
  type: 'OrderingSuspensionChanged',
  version: 1,
  meaning: 'Collections suspended what a partner may order, or let it order again.',
  detail: z.object({ partnerId: Id, isSuspended: z.boolean() }),
});

/** Commerce keeps the newest. The public name is `credit-available`. */
export const CreditAvailable = defineEvent({
  source: 'billing',
  type: 'CreditAvailable',
  version: 1,
  meaning: 'What a partner with a credit limit may order still changed, or it has no limit any more.',
  detail: z.object({
    partnerId: Id,
    /** The limit less what is owed and what is not invoiced yet; below 0 where that is more. Absent: there is no limit. */
    available: MoneyText.optional(),
  }),
});

/** The public webhook name is `incentive-accrued`. */
export const IncentiveAccrued = defineEvent({
  source: 'billing',
  type: 'IncentiveAccrued',
  version: 1,
  meaning: 'The lines of an issued invoice, or of a note on one, earn their partner something, or take it back.',
  detail: z.object({
    partnerId: Id,
    /** Network id that it is tied to; absent while the partner has none. */
    mpnId: z.string().optional(),
    /** Number of the invoice or note. */
    invoiceId: Id,
    earnedOn: IsoDay,
    earningCount: z.number().int(),
    /** What the lines that earn cost before tax. */
    transactionAmount: MoneyText,
    /** Negative where it takes back more than it gives. */
    earningAmount: MoneyText,
  }),
});

export const IncentivesPaid = defineEvent({
  source: 'billing',
  type: 'IncentivesPaid',
  version: 1,
  meaning: 'Earnings of a partner were paid out.',
  detail: z.object({
    payoutId: Id,
    partnerId: Id,
    mpnId: z.string(),
    reference: z.string(),
    paidOn: IsoDay,
    amount: MoneyText,
  }),
});

export const IncentiveRuleChanged = defineEvent({
  source: 'billing',
  type: 'IncentiveRuleChanged',
  version: 1,
  meaning: 'What lines of a family or of some offers earn their partner from a day on was set.',
  detail: z.object({
    ruleId: Id,
    name: z.string(),
    ratePercent: DecimalText,
    effectiveFrom: IsoDay,
    effectiveTo: IsoDay.optional(),
  }),
});

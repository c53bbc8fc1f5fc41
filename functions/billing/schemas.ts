import * as z from 'zod';
import { queryDay } from '../../shared/contracts/dates.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { code, codeText, searchText } from '../../shared/contracts/text.ts';
import { attributes, collectionOf, enumKey, Link } from '../../shared/contracts/wire.ts';

/** Wire shapes of billing (billing contract 9). */

const WireDate = z.string().meta({ format: 'date-time' });

const INVOICES_PER_PAGE = 200;
export const LINES_PER_PAGE = 2000;

// --- paths and queries ---------------------------------------------------------------------------------------------

/** Clients send ids with the kind of invoice in front (`Recurring-D0000000A1`). */
const InvoiceId = z.string().transform((id) => id.replace(/^(recurring|onetime)-/i, '').toUpperCase());

export const InvoicePath = z.object({ invoiceId: InvoiceId });

export const InvoicesQuery = z.object({
  size: wholeNumber(1, INVOICES_PER_PAGE).optional().default(INVOICES_PER_PAGE),
  offset: wholeNumber(0, OFFSET_MAX).optional().default(0),
  filter: searchText(2000)
    .optional()
    .meta({ description: 'JSON filter on invoice_date, e.g. {"field":"invoice_date",…}' }),
});

const PROVIDERS = ['office', 'azure', 'onetime', 'marketplace', 'all'] as const;
const LINE_TYPES = ['billinglineitems', 'usagelineitems'] as const;
export type Provider = (typeof PROVIDERS)[number];
export type LineType = (typeof LINE_TYPES)[number];

/** A value in any case, with or without underscores. */
const spelled = <const T extends readonly string[]>(values: T) =>
  code(z.string())
    .transform((text, context): T[number] => {
      const found = values.find((value) => value === enumKey(text));
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')}` });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...values] } as never);

const LinePage = {
  size: wholeNumber(1, LINES_PER_PAGE).optional().default(LINES_PER_PAGE),
  offset: wholeNumber(0, OFFSET_MAX).optional().default(0),
  currencyCode: codeText(10).optional(),
};

export const LineItemsQuery = z.object({
  provider: spelled(PROVIDERS).optional(),
  invoiceLineItemType: spelled(LINE_TYPES).optional(),
  ...LinePage,
});

export const LineItemsPath = z.object({
  invoiceId: InvoiceId,
  provider: spelled(PROVIDERS),
  lineItemType: spelled(LINE_TYPES),
});
export const LineItemsPathQuery = z.object(LinePage);

export const ReconciliationPath = z.object({ invoiceId: InvoiceId, fileType: z.string() });

export const UnbilledQuery = z.object({
  asOf: queryDay().optional(),
});

const PERIODS = ['current', 'previous'] as const;

/** All optional: a token alone asks for the next page. */
export const UnbilledLineItemsQuery = z.object({
  provider: spelled(PROVIDERS).optional(),
  invoiceLineItemType: spelled(LINE_TYPES).optional(),
  currencyCode: codeText(10).optional(),
  period: spelled(PERIODS).optional(),
  size: wholeNumber(1, LINES_PER_PAGE).optional(),
  seekOperation: codeText(40).optional(),
});

export const EstimateLinksQuery = z.object({ currencyCode: codeText(10).optional() });

export const CASES_PER_PAGE = 100;
export const BillingCasesQuery = z.object({
  partnerId: codeText(100).optional(),
  size: wholeNumber(1, CASES_PER_PAGE).optional(),
  seekOperation: codeText(40).optional(),
});
export const BillingCasePath = z.object({ caseId: z.string() });

// --- invoices --------------------------------------------------------------------------------------------------------

export const InvoiceDetail = z.object({
  invoiceLineItemType: z.enum(['none', 'usage_line_items', 'billing_line_items']),
  billingProvider: z.enum(['none', 'office', 'azure', 'azure_data_market', 'one_time', 'marketplace', 'all']),
  links: z.object({ self: Link }),
  attributes: attributes('InvoiceDetail'),
});

export const Invoice = z
  .object({
    id: z.string(),
    invoiceDate: WireDate,
    billingPeriodStartDate: WireDate,
    billingPeriodEndDate: WireDate,
    totalCharges: z.number(),
    paidAmount: z.number(),
    currencyCode: z.string(),
    currencySymbol: z.string(),
    pdfDownloadLink: z.string().optional(),
    invoiceDetails: z.array(InvoiceDetail),
    amendments: z.array(z.unknown()),
    documentType: z.enum(['none', 'invoice', 'void_note', 'adjustment_note']),
    invoiceType: z.enum(['Recurring', 'OneTime']),
    status: z.enum(['active', 'void']).optional(),
    dueDate: WireDate.optional(),
    charges: z.array(z.object({ family: z.string(), product: z.string(), amount: z.number() })),
    previousBalance: z.number(),
    amountDue: z.number(),
    links: z.object({ self: Link }),
    attributes: attributes('Invoice'),
  })
  .meta({ id: 'Invoice' });

export const Invoices = collectionOf(Invoice);

const summaryMembers = {
  balanceAmount: z.number(),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  accountingDate: WireDate,
  firstInvoiceCreationDate: WireDate,
  lastPaymentDate: WireDate,
  lastPaymentAmount: z.number(),
  latestInvoiceDate: WireDate,
};

export const InvoiceSummary = z
  .object({
    ...summaryMembers,
    details: z.array(
      z.object({
        invoiceType: z.enum(['Recurring', 'OneTime']),
        summary: z.object({ ...summaryMembers, attributes: attributes('InvoiceSummary') }),
        attributes: attributes('InvoiceSummaryDetail'),
      }),
    ),
    links: z.object({ self: Link }),
    attributes: attributes('InvoiceSummary'),
  })
  .meta({ id: 'InvoiceSummary' });

export const InvoiceSummaries = collectionOf(InvoiceSummary);

// --- lines -------------------------------------------------------------------------------------------------------------

export const LicenseBasedLineItem = z
  .object({
    partnerId: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    mpnId: z.number().int(),
    tier2MpnId: z.number().int(),
    orderId: z.string(),
    subscriptionId: z.string(),
    syndicationPartnerSubscriptionNumber: z.string(),
    offerId: z.string(),
    durableOfferId: z.string(),
    offerName: z.string(),
    domainName: z.string(),
    billingCycleType: z.enum(['Monthly', 'Annual', 'OneTime']),
    subscriptionName: z.string(),
    subscriptionDescription: z.string(),
    subscriptionStartDate: WireDate,
    subscriptionEndDate: WireDate,
    chargeStartDate: WireDate,
    chargeEndDate: WireDate,
    chargeType: z.string(),
    unitPrice: z.number(),
    quantity: z.number().int(),
    amount: z.number(),
    totalOtherDiscount: z.number(),
    subtotal: z.number(),
    tax: z.number(),
    totalForCustomer: z.number(),
    currency: z.string(),
    invoiceLineItemType: z.literal('billing_line_items'),
    billingProvider: z.literal('office'),
    lineId: z.string(),
    explanation: z.object({
      event: z.string(),
      eventId: z.string(),
      priceList: z.string(),
      rule: z.string(),
      roundingPolicy: z.string(),
      formula: z.string(),
      cyclePrice: z.number(),
      cycleDays: z.number().int(),
      days: z.number().int(),
      reversesLineId: z.string().optional(),
    }),
    attributes: attributes('LicenseBasedLineItem'),
  })
  .meta({ id: 'LicenseBasedLineItem' });

export const LineItems = collectionOf(LicenseBasedLineItem);

/** Seat lines before they are invoiced, in the shape of one-time items (D11). */
export const OneTimeInvoiceLineItem = z
  .object({
    partnerId: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    customerDomainName: z.string(),
    customerCountry: z.string(),
    invoiceNumber: z.string(),
    mpnId: z.string(),
    resellerMpnId: z.number().int(),
    orderId: z.string(),
    orderDate: WireDate,
    productId: z.string(),
    skuId: z.string(),
    availabilityId: z.string(),
    productName: z.string(),
    skuName: z.string(),
    chargeType: z.string(),
    unitPrice: z.number(),
    effectiveUnitPrice: z.number(),
    unitType: z.string(),
    quantity: z.number().int(),
    billableQuantity: z.number(),
    subtotal: z.number(),
    taxTotal: z.number(),
    totalForCustomer: z.number(),
    currency: z.string(),
    publisherName: z.string(),
    publisherId: z.string(),
    subscriptionDescription: z.string(),
    subscriptionId: z.string(),
    chargeStartDate: WireDate,
    chargeEndDate: WireDate,
    subscriptionStartDate: WireDate,
    subscriptionEndDate: WireDate,
    termAndBillingCycle: z.string(),
    billingFrequency: z.enum(['Monthly', 'Annual', '']),
    alternateId: z.string(),
    priceAdjustmentDescription: z.string(),
    discountDetails: z.string(),
    pricingCurrency: z.string(),
    pcToBCExchangeRate: z.number(),
    pcToBCExchangeRateDate: WireDate,
    meterDescription: z.string(),
    reservationOrderId: z.string(),
    creditReasonCode: z.string(),
    referenceId: z.string(),
    invoiceLineItemType: z.literal('billing_line_items'),
    billingProvider: z.literal('one_time'),
    attributes: attributes('OneTimeInvoiceLineItem'),
  })
  .meta({ id: 'OneTimeInvoiceLineItem' });

export const UnbilledLineItems = collectionOf(OneTimeInvoiceLineItem);

export const EstimateLink = z
  .object({
    type: z.enum(['daily_rated_usage', 'non_consumption']),
    title: z.string(),
    description: z.string(),
    period: z.enum(['Current', 'Previous']),
    link: Link,
    attributes: attributes('EstimateLink'),
  })
  .meta({ id: 'EstimateLink' });

export const EstimateLinks = collectionOf(EstimateLink);

// --- account -----------------------------------------------------------------------------------------------------------

export const BillingAccount = z
  .object({
    partnerId: z.string(),
    mpnId: z.string().optional(),
    countryCode: z.string(),
    currencyCode: z.string(),
    currencySymbol: z.string(),
    billingDay: z.number().int().optional(),
    signedDate: WireDate.optional(),
    paymentTermDays: z.number().int(),
    taxRatePercent: z.number(),
    nextBillingDate: WireDate.optional(),
    openPeriodStart: WireDate.optional(),
    openPeriodEnd: WireDate.optional(),
    balanceAmount: z.number(),
    links: z.object({ self: Link }),
    attributes: attributes('BillingAccount'),
  })
  .meta({ id: 'BillingAccount' });

// --- the operator's list -----------------------------------------------------------------------------------------------

export const BillingCase = z
  .object({
    id: z.string(),
    partnerId: z.string(),
    customerId: z.string(),
    subscriptionId: z.string(),
    reason: z.enum(['renewalMissing', 'saveMissing', 'brokenHistory', 'tooLate']),
    /** `mended`: the next invoice has its lines. */
    status: z.enum(['open', 'mended']),
    detail: z.string(),
    /** First day that no invoice covers; of a late save, the first on which it counts. */
    sinceDate: WireDate,
    foundDate: WireDate,
    nextStep: z.string(),
    attributes: attributes('BillingCase'),
  })
  .meta({ id: 'BillingCase' });

export const BillingCases = collectionOf(BillingCase);

import * as z from 'zod';
import { queryDay } from '../../shared/contracts/dates.ts';
import { csvParameters } from '../../shared/contracts/flags.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { seekParameters } from '../../shared/contracts/paging.ts';
import { code, codeText, searchText } from '../../shared/contracts/text.ts';
import { attributes, collectionOf, enumKey, Link, selfLink } from '../../shared/contracts/wire.ts';

/** Wire shapes of billing (billing contract 9). */

const WireDate = z.string().meta({ format: 'date-time' });

const INVOICES_PER_PAGE = 200;
export const LINES_PER_PAGE = 2000;

// --- paths and queries ---------------------------------------------------------------------------------------------

/** Clients send ids with the kind of invoice in front (`Recurring-D0000000A1`). */
const InvoiceId = z.string().transform((id) => id.replace(/^(recurring|onetime)-/i, '').toUpperCase());

export const InvoicePath = z.object({ invoiceId: InvoiceId.describe('Number of the invoice.') });

export const InvoicesQuery = z.object({
  size: wholeNumber(1, INVOICES_PER_PAGE).optional().default(INVOICES_PER_PAGE).describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().default(0).describe('Items to leave out before the page, from 0.'),
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
  size: wholeNumber(1, LINES_PER_PAGE).optional().default(LINES_PER_PAGE).describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().default(0).describe('Items to leave out before the page, from 0.'),
  currencyCode: codeText(10).optional().describe('Only lines in this currency.'),
  ...seekParameters,
};

export const LineItemsQuery = z.object({
  provider: spelled(PROVIDERS).optional().describe('What the lines are about; `all` when absent.'),
  invoiceLineItemType: spelled(LINE_TYPES).optional().describe('Which lines: billed items, or usage.'),
  ...LinePage,
});

export const LineItemsPath = z.object({
  invoiceId: InvoiceId.describe('Number of the invoice.'),
  provider: spelled(PROVIDERS).describe('What the lines are about.'),
  lineItemType: spelled(LINE_TYPES).describe('Which lines: billed items, or usage.'),
});
export const LineItemsPathQuery = z.object(LinePage);

export const ReconciliationPath = z.object({
  invoiceId: InvoiceId.describe('Number of the invoice.'),
  fileType: z.string().describe('Which file: `license`, `usage`, `usagedaily`, `onetime` or `dailyrated`.'),
});

export const DownloadQuery = z.object(csvParameters);

export const UnbilledQuery = z.object({
  asOf: queryDay().optional().describe('Day up to which it is estimated; today when absent.'),
});

const PERIODS = ['current', 'previous'] as const;

/** All optional: a token alone asks for the next page. */
export const UnbilledLineItemsQuery = z.object({
  provider: spelled(PROVIDERS).optional().describe('What the lines are about; `all` when absent.'),
  invoiceLineItemType: spelled(LINE_TYPES).optional().describe('Which lines: billed items, or usage.'),
  currencyCode: codeText(10).optional().describe('Only lines in this currency.'),
  period: spelled(PERIODS).optional().describe('Billing period: the open one, or the one before.'),
  size: wholeNumber(1, LINES_PER_PAGE).optional().describe('Items on one page at most.'),
  ...seekParameters,
});

export const EstimateLinksQuery = z.object({
  currencyCode: codeText(10).optional().describe('Only estimates in this currency.'),
});

export const CASES_PER_PAGE = 100;
export const BillingCasesQuery = z.object({
  partnerId: codeText(100).optional().describe('Only cases of this partner.'),
  size: wholeNumber(1, CASES_PER_PAGE).optional().describe('Items on one page at most.'),
  ...seekParameters,
});
export const BillingCasePath = z.object({ caseId: z.string().describe('Id of the case.') });

// --- invoices --------------------------------------------------------------------------------------------------------

export const InvoiceDetail = z.object({
  invoiceLineItemType: z.enum(['none', 'usage_line_items', 'billing_line_items']).describe('Billed items, or usage.'),
  billingProvider: z
    .enum(['none', 'office', 'azure', 'azure_data_market', 'one_time', 'marketplace', 'all'])
    .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
  links: selfLink,
  attributes: attributes('InvoiceDetail'),
});

export const Invoice = z
  .object({
    id: z.string().describe('Number of the invoice.'),
    invoiceDate: WireDate.describe('When the invoice was made.'),
    billingPeriodStartDate: WireDate.describe('First day that the invoice covers.'),
    billingPeriodEndDate: WireDate.describe('Last day that the invoice covers.'),
    totalCharges: z.number().describe('Charges of the period with tax.'),
    paidAmount: z.number().describe('What of it is paid.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    currencySymbol: z.string().describe('Symbol of the currency.'),
    pdfDownloadLink: z.string().optional().describe('Where the invoice is as a PDF.'),
    invoiceDetails: z.array(InvoiceDetail).describe('Kinds of lines that the invoice has, with links to them.'),
    amendments: z.array(z.unknown()).describe('Documents that change the invoice.'),
    documentType: z.enum(['none', 'invoice', 'void_note', 'adjustment_note']).describe('Kind of the document.'),
    invoiceType: z.enum(['Recurring', 'OneTime']).describe('Recurring charges, or one-time ones.'),
    status: z.enum(['active', 'void']).optional().describe('`void` when it was replaced.'),
    dueDate: WireDate.optional().describe('When it is to be paid.'),
    charges: z
      .array(
        z.object({
          family: z.string().describe('Family of products.'),
          product: z.string().describe('Name of the product.'),
          amount: z.number().describe('Amount before tax.'),
        }),
      )
      .describe('Charges by family and product.'),
    previousBalance: z.number().describe('What was owed before this invoice.'),
    amountDue: z.number().describe('What is to be paid, with the balance from before.'),
    links: selfLink,
    attributes: attributes('Invoice'),
  })
  .meta({ id: 'Invoice' });

export const Invoices = collectionOf(Invoice);

const summaryMembers = {
  balanceAmount: z.number().describe('What is owed in all; negative when the partner has credit.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  accountingDate: WireDate.describe('Day of the figures.'),
  firstInvoiceCreationDate: WireDate.describe('When the first invoice was made.'),
  lastPaymentDate: WireDate.describe('When the last payment came.'),
  lastPaymentAmount: z.number().describe('The last payment.'),
  latestInvoiceDate: WireDate.describe('When the newest invoice was made.'),
};

export const InvoiceSummary = z
  .object({
    ...summaryMembers,
    details: z
      .array(
        z.object({
          invoiceType: z.enum(['Recurring', 'OneTime']).describe('Recurring charges, or one-time ones.'),
          summary: z.object({ ...summaryMembers, attributes: attributes('InvoiceSummary') }).describe('The figures.'),
          attributes: attributes('InvoiceSummaryDetail'),
        }),
      )
      .describe('The same figures for each type of invoice.'),
    links: selfLink,
    attributes: attributes('InvoiceSummary'),
  })
  .meta({ id: 'InvoiceSummary' });

export const InvoiceSummaries = collectionOf(InvoiceSummary);

// --- lines -------------------------------------------------------------------------------------------------------------

export const LicenseBasedLineItem = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    customerName: z.string().describe('Name of the customer.'),
    mpnId: z.number().int().describe('Network id of the partner that is invoiced; 0 when it has none.'),
    tier2MpnId: z.number().int().describe('Network id of the reseller of record; 0 when there is none.'),
    orderId: z.string().describe('Id of the order.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    syndicationPartnerSubscriptionNumber: z.string().describe('Always empty: the program has no syndication.'),
    offerId: z.string().describe('Id of the offer.'),
    durableOfferId: z.string().describe('Id of the offer that stays over all its versions.'),
    offerName: z.string().describe('Name of the offer.'),
    domainName: z.string().describe('Domain of the customer.'),
    billingCycleType: z.enum(['Monthly', 'Annual', 'OneTime']).describe('How often it is billed.'),
    subscriptionName: z.string().describe('Name that the partner gave to the subscription.'),
    subscriptionDescription: z.string().describe('Name of the offer or product.'),
    subscriptionStartDate: WireDate.describe('First day of the term.'),
    subscriptionEndDate: WireDate.describe('Last day of the term.'),
    chargeStartDate: WireDate.describe('First day that the line charges.'),
    chargeEndDate: WireDate.describe('Last day that the line charges.'),
    chargeType: z.string().describe('Why there is a charge: a purchase, a cycle, a change of seats, a cancellation, …'),
    unitPrice: z.number().describe('Price of one seat for the days charged.'),
    quantity: z.number().int().describe('Number of seats.'),
    amount: z.number().describe('Amount before tax.'),
    totalOtherDiscount: z.number().describe('Discounts in all.'),
    subtotal: z.number().describe('Amount after discounts, before tax.'),
    tax: z.number().describe('Tax.'),
    totalForCustomer: z.number().describe('Amount with tax.'),
    currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    invoiceLineItemType: z.literal('billing_line_items').describe('Billed items, or usage.'),
    billingProvider: z
      .literal('office')
      .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
    lineId: z.string().describe('Id of the line; a later reversal names it.'),
    explanation: z
      .object({
        event: z.string().describe('Event that made the line.'),
        eventId: z.string().describe('Id of the event that made the line.'),
        priceList: z.string().describe('Month of the price list.'),
        rule: z.string().describe('Id of the rule that was applied.'),
        roundingPolicy: z.string().describe('How amounts were rounded.'),
        formula: z.string().describe('The calculation, written out.'),
        cyclePrice: z.number().describe('Price of one seat for the whole cycle.'),
        cycleDays: z.number().int().describe('Days of the cycle.'),
        days: z.number().int().describe('Days charged.'),
        reversesLineId: z.string().optional().describe('Line that this one takes back.'),
      })
      .describe('How the line was calculated.'),
    attributes: attributes('LicenseBasedLineItem'),
  })
  .meta({ id: 'LicenseBasedLineItem' });

export const LineItems = collectionOf(LicenseBasedLineItem);

/** Seat lines before they are invoiced, in the shape of one-time items (D11). */
export const OneTimeInvoiceLineItem = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    customerName: z.string().describe('Name of the customer.'),
    customerDomainName: z.string().describe('Domain of the customer.'),
    customerCountry: z.string().describe('Country of the customer.'),
    invoiceNumber: z.string().describe('Number of the invoice; empty while it is not invoiced.'),
    mpnId: z.string().describe('Network id of the partner, digits only.'),
    resellerMpnId: z.number().int().describe('Network id of the reseller of record; 0 when there is none.'),
    orderId: z.string().describe('Id of the order.'),
    orderDate: WireDate.describe('When it was ordered.'),
    productId: z.string().describe('Id of the product: the offer.'),
    skuId: z.string().describe('Id of the variant of the product; empty for seats.'),
    availabilityId: z.string().describe('Id under which the product was available; empty for seats.'),
    productName: z.string().describe('Name of the product.'),
    skuName: z.string().describe('Name of the variant.'),
    chargeType: z.string().describe('Why there is a charge: a purchase, a cycle, a change of seats, a cancellation, …'),
    unitPrice: z.number().describe('Price of one seat for a whole cycle.'),
    effectiveUnitPrice: z.number().describe('Price of one unit after discounts and proration.'),
    unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
    quantity: z.number().int().describe('Number of seats.'),
    billableQuantity: z.number().describe('Quantity that is billed.'),
    subtotal: z.number().describe('Amount after discounts, before tax.'),
    taxTotal: z.number().describe('Tax in all.'),
    totalForCustomer: z.number().describe('Amount with tax.'),
    currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    publisherName: z.string().describe('Who publishes the product.'),
    publisherId: z.string().describe('Id of the publisher.'),
    subscriptionDescription: z.string().describe('Name of the offer or product.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    chargeStartDate: WireDate.describe('First day that the line charges.'),
    chargeEndDate: WireDate.describe('Last day that the line charges.'),
    subscriptionStartDate: WireDate.describe('First day of the term.'),
    subscriptionEndDate: WireDate.describe('Last day of the term.'),
    termAndBillingCycle: z.string().describe('Term and cycle in words.'),
    billingFrequency: z.enum(['Monthly', 'Annual', '']).describe('How often it is billed.'),
    alternateId: z.string().describe('Other id of the order; empty for seats.'),
    priceAdjustmentDescription: z.string().describe('Adjustments of the price, in words.'),
    discountDetails: z.string().describe('Discounts in words.'),
    pricingCurrency: z.string().describe('Currency of the price list.'),
    pcToBCExchangeRate: z
      .number()
      .describe('Rate from the currency of the price to that of the bill; 1 when they are the same.'),
    pcToBCExchangeRateDate: WireDate.describe('Day of that rate.'),
    meterDescription: z.string().describe('What was metered; empty for seats.'),
    reservationOrderId: z.string().describe('Order of a reservation; always empty.'),
    creditReasonCode: z.string().describe('Why there is a credit; empty where there is none.'),
    referenceId: z.string().describe('Id that ties lines of one change together.'),
    invoiceLineItemType: z.literal('billing_line_items').describe('Billed items, or usage.'),
    billingProvider: z
      .literal('one_time')
      .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
    attributes: attributes('OneTimeInvoiceLineItem'),
  })
  .meta({ id: 'OneTimeInvoiceLineItem' });

export const UnbilledLineItems = collectionOf(OneTimeInvoiceLineItem);

export const EstimateLink = z
  .object({
    type: z
      .enum(['daily_rated_usage', 'non_consumption'])
      .describe('What is estimated: `daily_rated_usage`, or `non_consumption` for seats and one-time items.'),
    title: z.string().describe('Name of the estimate.'),
    description: z.string().describe('What the estimate covers.'),
    period: z.enum(['Current', 'Previous']).describe('Billing period: the open one, or the one before.'),
    link: Link.describe('Where the lines of this estimate are listed.'),
    attributes: attributes('EstimateLink'),
  })
  .meta({ id: 'EstimateLink' });

export const EstimateLinks = collectionOf(EstimateLink);

// --- account -----------------------------------------------------------------------------------------------------------

export const BillingAccount = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    mpnId: z.string().optional().describe('Network id of the partner, digits only.'),
    countryCode: z.string().describe('Country, ISO 3166 alpha-2.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    currencySymbol: z.string().describe('Symbol of the currency.'),
    billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
    signedDate: WireDate.optional().describe('When the program agreement was signed.'),
    paymentTermDays: z.number().int().describe('Days from the invoice until it is due.'),
    taxRatePercent: z.number().describe('Tax rate, in percent.'),
    nextBillingDate: WireDate.optional().describe('When the next invoice is made.'),
    openPeriodStart: WireDate.optional().describe('First day that no invoice covers yet.'),
    openPeriodEnd: WireDate.optional().describe('Last day of the period that is open.'),
    balanceAmount: z.number().describe('What is owed in all; negative when the partner has credit.'),
    links: selfLink,
    attributes: attributes('BillingAccount'),
  })
  .meta({ id: 'BillingAccount' });

// --- the operator's list -----------------------------------------------------------------------------------------------

export const BillingCase = z
  .object({
    id: z.string().describe('Id of the case.'),
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    reason: z
      .enum(['renewalMissing', 'saveMissing', 'brokenHistory', 'tooLate'])
      .describe('Why the subscription was set aside.'),
    /** `mended`: the next invoice has its lines. */
    status: z.enum(['open', 'mended']).describe('`mended`: the next invoice has its lines.'),
    detail: z.string().describe('What is wrong, in words.'),
    /** First day that no invoice covers; of a late save, the first on which it counts. */
    sinceDate: WireDate.describe('First day that no invoice covers; of a late save, the first on which it counts.'),
    foundDate: WireDate.describe('When it was found.'),
    nextStep: z.string().describe('What the operator should do.'),
    attributes: attributes('BillingCase'),
  })
  .meta({ id: 'BillingCase' });

export const BillingCases = collectionOf(BillingCase);

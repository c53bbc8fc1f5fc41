import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { csvParameters } from '../../../shared/contracts/flags.ts';
import { OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, searchText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, selfLink } from '../../../shared/contracts/wire.ts';
import {
  DailyRatedUsageLineItem,
  DailyUsageLineItem,
  LINE_TYPES,
  PROVIDERS,
  pricingMembers,
  spelled,
  UsageBasedLineItem,
} from './parts.ts';

export const INVOICES_PER_PAGE = 200;

export const LINES_PER_PAGE = 2000;

/** Clients send ids with the kind of invoice in front (`Recurring-D0000000A1`). */
const InvoiceId = z.string().transform((id) => id.replace(/^(recurring|onetime)-/i, '').toUpperCase());

export const InvoicePath = z.object({ invoiceId: InvoiceId.describe('Number of the invoice.') });

export const InvoicesQuery = z.object({
  size: wholeNumber(1, INVOICES_PER_PAGE).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  filter: searchText(2000)
    .optional()
    .meta({ description: 'JSON filter on invoice_date, e.g. {"field":"invoice_date",…}' }),
  ...seekParameters,
});

export type Provider = (typeof PROVIDERS)[number];

export type LineType = (typeof LINE_TYPES)[number];

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

export const LineItemPath = z.object({
  invoiceId: InvoiceId.describe('Number of the invoice.'),
  lineId: z.string().describe('Id of the line, as lists of lines and the column `LineId` of files have it.'),
});

export const LineItemsPathQuery = z.object(LinePage);

export const ReconciliationPath = z.object({
  invoiceId: InvoiceId.describe('Number of the invoice.'),
  fileType: z.string().describe('Which file: `license`, `usage`, `usagedaily`, `onetime` or `dailyrated`.'),
});

export const ReceiptPath = z.object({
  invoiceId: InvoiceId.describe('Number of the invoice.'),
  receiptId: z.string().describe('Number of the receipt, as `taxReceipts` of the invoice has it.'),
});

export const DownloadQuery = z.object(csvParameters);

export const InvoiceDetail = z.object({
  invoiceLineItemType: z.enum(['none', 'usage_line_items', 'billing_line_items']).describe('Billed items, or usage.'),
  billingProvider: z
    .enum(['none', 'office', 'azure', 'azure_data_market', 'one_time', 'marketplace', 'all'])
    .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
  links: selfLink,
  attributes: attributes('InvoiceDetail'),
});

const invoiceMembers = {
  id: z.string().describe('Number of the invoice.'),
  invoiceDate: WireInstant.describe('When the invoice was made.'),
  billingPeriodStartDate: WireInstant.describe('First day that the invoice covers.'),
  billingPeriodEndDate: WireInstant.describe('Last day that the invoice covers.'),
  totalCharges: z.number().describe('Charges of the period with tax.'),
  paidAmount: z.number().describe('What of it is paid.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  pdfDownloadLink: z.string().optional().describe('Where the invoice is as a PDF.'),
  taxReceipts: z
    .array(
      z.object({
        id: z.string().describe('Number of the receipt.'),
        taxReceiptPdfDownloadLink: z.string().describe('Where the receipt is as a PDF.'),
      }),
    )
    .optional()
    .describe('Tax receipts of the invoice, in markets that have them.'),
  invoiceDetails: z.array(InvoiceDetail).describe('Kinds of lines that the invoice has, with links to them.'),
  documentType: z.enum(['none', 'invoice', 'void_note', 'adjustment_note']).describe('Kind of the document.'),
  invoiceType: z.enum(['Recurring', 'OneTime']).describe('Recurring charges, or one-time ones.'),
  amendsOf: z.string().optional().describe('Of a note: number of the invoice that it amends.'),
  reason: z.string().optional().describe('Of a note: why it was made.'),
  replaces: z.string().optional().describe('Number of the invoice in whose place it stands.'),
  replacedBy: z
    .string()
    .optional()
    .describe('Of a void note: number of the invoice that stands in the place of its invoice.'),
  status: z.enum(['active', 'void']).optional().describe('`void` when a void note takes it back.'),
  dueDate: WireInstant.optional().describe('When it is to be paid.'),
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
};

/** A note has none of its own. */
export const Amendment = z
  .object({ ...invoiceMembers, amendments: z.array(z.unknown()).max(0).describe('None: a note is not amended.') })
  .meta({ id: 'Amendment' });

export const Invoice = z
  .object({
    ...invoiceMembers,
    balance: z.number().optional().describe('What is still owed for the invoice with its notes; absent on a note.'),
    amendments: z.array(Amendment).describe('Notes that take the invoice back or correct it, in order.'),
  })
  .meta({ id: 'Invoice' });

export const Invoices = collectionOf(Invoice);

const summaryMembers = {
  balanceAmount: z.number().describe('What is owed for all invoices; credit that waits for later ones is not in it.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  accountingDate: WireInstant.describe('Day of the figures.'),
  firstInvoiceCreationDate: WireInstant.describe('When the first invoice was made.'),
  lastPaymentDate: WireInstant.describe('When the last payment came.'),
  lastPaymentAmount: z.number().describe('The last payment.'),
  latestInvoiceDate: WireInstant.describe('When the newest invoice was made.'),
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

/** BIL-9: what every line has besides the documented members. */
export const explainedMembers = {
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
      taxRatePercent: z.number().optional().describe('Tax rate in percent; absent on lines from before it was told.'),
      reversesLineId: z.string().optional().describe('Line that this one takes back.'),
    })
    .describe('How the line was calculated.'),
};

export const LicenseBasedLineItem = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    customerName: z.string().describe('Name of the customer.'),
    mpnId: z.number().int().describe('Network id of the partner that is invoiced; 0 when it has none.'),
    tier2MpnId: z.number().int().describe('Network id of the reseller of record; 0 when there is none.'),
    orderId: z.string().describe('Id of the order.'),
    subscriptionId: z.string().describe('Id of the subscription on the billing platform: opaque and stable.'),
    syndicationPartnerSubscriptionNumber: z
      .string()
      .describe('Id of the subscription as the API shows it everywhere: match on this.'),
    offerId: z.string().describe('Id of the offer.'),
    durableOfferId: z.string().describe('Id of the offer that stays over all its versions.'),
    offerName: z.string().describe('Name of the offer.'),
    domainName: z.string().describe('Domain of the customer.'),
    billingCycleType: z.enum(['Monthly', 'Annual', 'OneTime']).describe('How often it is billed.'),
    subscriptionName: z.string().describe('Name that the partner gave to the subscription.'),
    subscriptionDescription: z.string().describe('Name of the offer or product.'),
    subscriptionStartDate: WireInstant.describe('First day of the term.'),
    subscriptionEndDate: WireInstant.describe('Last day of the term.'),
    chargeStartDate: WireInstant.describe('First day that the line charges.'),
    chargeEndDate: WireInstant.describe('Last day that the line charges.'),
    chargeType: z.string().describe('Why there is a charge: a purchase, a cycle, a change of seats, a cancellation, …'),
    unitPrice: z.number().describe('Price of one seat for the days charged.'),
    quantity: z.number().int().describe('Number of seats.'),
    amount: z.number().describe('Amount before tax.'),
    totalOtherDiscount: z.number().describe('Discounts in all.'),
    subtotal: z.number().describe('Amount after discounts, before tax.'),
    tax: z.number().describe('Tax.'),
    totalForCustomer: z.number().describe('Amount with tax.'),
    currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    ...pricingMembers,
    invoiceLineItemType: z.literal('billing_line_items').describe('Billed items, or usage.'),
    billingProvider: z
      .literal('office')
      .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
    ...explainedMembers,
    attributes: attributes('LicenseBasedLineItem'),
  })
  .meta({ id: 'LicenseBasedLineItem' });

/** A line of an invoice: clients tell them apart by `billingProvider` and `invoiceLineItemType`. */
export const LineItem = z.union([
  LicenseBasedLineItem,
  UsageBasedLineItem,
  DailyUsageLineItem,
  DailyRatedUsageLineItem,
]);
export type LineItem = z.input<typeof LineItem>;

export const LineItems = collectionOf(LineItem);

/** BIL-9: one line with what explains it, for programs and for people. */
export const explainedLine = <T extends z.ZodType>(lineItem: T) =>
  z.object({
    lineId: z.string().describe('Id of the line.'),
    invoiceId: z.string().describe('Number of the invoice; `unbilled` while there is none.'),
    text: z.string().describe('How the line came about, in sentences.'),
    lineItem: lineItem.describe('The line itself, its `explanation` for programs.'),
    links: selfLink,
    attributes: attributes('ExplainedLineItem'),
  });

export const ExplainedLineItem = explainedLine(z.union([LicenseBasedLineItem, UsageBasedLineItem])).meta({
  id: 'ExplainedLineItem',
});

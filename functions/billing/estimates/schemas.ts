import * as z from 'zod';
import { queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { flag } from '../../../shared/contracts/flags.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Link } from '../../../shared/contracts/wire.ts';
import {
  DailyRatedUsageLineItem,
  LINE_TYPES,
  PROVIDERS,
  pricingMembers,
  spelled,
  UsageBasedLineItem,
} from '../invoices/parts.ts';
import { explainedLine, explainedMembers, LINES_PER_PAGE } from '../invoices/schemas.ts';

export const UnbilledQuery = z.object({
  asOf: queryDay().optional().describe('Day up to which it is estimated; today when absent.'),
});

/** How far the estimate of a large partner is. */
export const InvoicePreviewProgress = z
  .object({
    asOfDate: WireInstant.describe('Day up to which it is estimated.'),
    status: z.enum(['queued', 'running']).describe('`queued`: that of another day is computed first.'),
    rangesDone: z.number().int().describe('Ranges of customers that are computed.'),
    rangesTotal: z.number().int().describe('Ranges of customers in all.'),
    startedDate: WireInstant.optional().describe('When it was begun.'),
    attributes: attributes('InvoicePreviewProgress'),
  })
  .meta({ id: 'InvoicePreviewProgress' });

const PERIODS = ['current', 'previous'] as const;

/** All optional: a token alone asks for the next page. */
export const UnbilledLineItemsQuery = z.object({
  provider: spelled(PROVIDERS).optional().describe('What the lines are about; `all` when absent.'),
  invoiceLineItemType: spelled(LINE_TYPES).optional().describe('Which lines: billed items, or usage.'),
  currencyCode: codeText(10).optional().describe('Only lines in this currency.'),
  period: spelled(PERIODS).optional().describe('Billing period: the open one, or the one before.'),
  hasPartnerEarnedCredit: flag()
    .optional()
    .describe('`true`: only usage on which the partner has a discount; `false`: only other usage.'),
  size: wholeNumber(1, LINES_PER_PAGE).optional().describe('Items on one page at most.'),
  ...seekParameters,
});

export const EstimateLinksQuery = z.object({
  currencyCode: codeText(10).optional().describe('Only estimates in this currency.'),
});

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
    orderDate: WireInstant.describe('When it was ordered.'),
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
    chargeStartDate: WireInstant.describe('First day that the line charges.'),
    chargeEndDate: WireInstant.describe('Last day that the line charges.'),
    subscriptionStartDate: WireInstant.describe('First day of the term.'),
    subscriptionEndDate: WireInstant.describe('Last day of the term.'),
    termAndBillingCycle: z.string().describe('Term and cycle in words.'),
    billingFrequency: z.enum(['Monthly', 'Annual', '']).describe('How often it is billed.'),
    alternateId: z.string().describe('Other id of the order; empty for seats.'),
    priceAdjustmentDescription: z.string().describe('Adjustments of the price, in words.'),
    discountDetails: z.string().describe('Discounts in words.'),
    ...pricingMembers,
    meterDescription: z.string().describe('What was metered; empty for seats.'),
    reservationOrderId: z.string().describe('Order of a reservation; always empty.'),
    creditReasonCode: z.string().describe('Why there is a credit; empty where there is none.'),
    referenceId: z.string().describe('Id that ties lines of one change together.'),
    invoiceLineItemType: z.literal('billing_line_items').describe('Billed items, or usage.'),
    billingProvider: z
      .literal('one_time')
      .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
    ...explainedMembers,
    attributes: attributes('OneTimeInvoiceLineItem'),
  })
  .meta({ id: 'OneTimeInvoiceLineItem' });

export const OpenLinePath = z.object({
  openLineId: z.string().describe('Id of the line, as lists of unbilled lines have it.'),
});

export const ExplainedUnbilledLineItem = explainedLine(z.union([OneTimeInvoiceLineItem, UsageBasedLineItem])).meta({
  id: 'ExplainedUnbilledLineItem',
});

/** Clients tell them apart by `invoiceLineItemType`. */
export const UnbilledLineItems = collectionOf(z.union([OneTimeInvoiceLineItem, DailyRatedUsageLineItem]));

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

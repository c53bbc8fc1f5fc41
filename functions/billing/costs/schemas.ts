import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { attributes, collectionOf, Link, selfLink } from '../../../shared/contracts/wire.ts';
import { isDecimalText } from '../../../shared/kernel/money.ts';
import { costsPeriod } from './parts.ts';

export const CostsCustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});

/** The most that a budget says: what a number of JSON holds to the cent. */
const BUDGET_MAX = 999_999_999_999;

const budgetAmount = z
  .number()
  .min(0, 'is 0 or more')
  .max(BUDGET_MAX)
  .transform(String)
  .refine(isDecimalText, 'must be a plain decimal number')
  .meta({ type: 'number', minimum: 0, maximum: BUDGET_MAX } as never);

/** The whole of a budget: without an amount, or with null, there is none. */
export const SpendingBudgetBody = z.object({
  amount: budgetAmount
    .nullish()
    .transform((amount) => amount ?? undefined)
    .describe('What may be spent in a billing period, in your billing currency; null, or left out, takes it away.'),
});

export const budgetShape = {
  amount: z
    .number()
    .optional()
    .describe('What may be spent in a billing period, in the billing currency of the partner; absent: no budget.'),
  usageSpendingBudget: z.number().optional().describe('The same as `amount`.'),
  attributes: attributes('SpendingBudget'),
};

export const SpendingBudget = z.object({ ...budgetShape, links: selfLink }).meta({ id: 'SpendingBudget' });

export const ServiceCostsPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  costsPeriod: costsPeriod.describe('`mostrecent` for the latest invoice, `current` for what is not invoiced yet.'),
});

export const ServiceCostsQuery = z.object(wholeOrSeekParameters);

const money = {
  pretaxTotal: z.number().describe('Amount after discounts, before tax.'),
  tax: z.number().describe('Tax.'),
  afterTaxTotal: z.number().describe('Amount with tax.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
};

const costsSummary = {
  billingStartDate: WireInstant.describe('First day of the billing period.'),
  billingEndDate: WireInstant.describe('Last day of the billing period.'),
  ...money,
  attributes: attributes('ServiceCostsSummary'),
};

export const ServiceCostsSummary = z
  .object({
    ...costsSummary,
    details: z
      .array(
        z.object({
          invoiceType: z.literal('Recurring').describe('Kind of invoice: there is one, with everything.'),
          summary: z.object(costsSummary).describe('The sums of that kind.'),
        }),
      )
      .describe('Sums by kind of invoice.'),
    links: z
      .object({
        serviceCostLineItems: Link.describe('The charges behind the sums.'),
        self: Link.describe('The resource itself.'),
      })
      .describe('Links of the resource.'),
  })
  .meta({ id: 'ServiceCostsSummary' });

export const ServiceCostLineItem = z
  .object({
    startDate: WireInstant.describe('First day that it charges.'),
    endDate: WireInstant.describe('Last day that it charges.'),
    subscriptionFriendlyName: z.string().describe('Name that the partner gives to the subscription.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    orderId: z.string().describe('Id of the order.'),
    offerId: z.string().describe('Id of the offer in the catalogue.'),
    offerName: z.string().describe('Name of the offer.'),
    resellerMPNId: z.string().describe('Network id of the reseller of record; `-1` when there is none.'),
    chargeType: z.string().describe('Why there is a charge: a purchase, a cycle, usage, a cancellation, …'),
    quantity: z.number().describe('Seats, or units of a meter that are charged.'),
    unitPrice: z.number().describe('Price of one of them.'),
    ...money,
    customerName: z.string().describe('Name of the customer.'),
    invoiceNumber: z.string().describe('Number of the invoice; empty while it is not invoiced.'),
    invoiceType: z.literal('Recurring').describe('Kind of invoice: there is one, with everything.'),
    attributes: attributes('ServiceCostLineItem'),
  })
  .meta({ id: 'ServiceCostLineItem' });

export const ServiceCostLineItems = collectionOf(ServiceCostLineItem);

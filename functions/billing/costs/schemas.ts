import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { insightsPageOf, insightsQuery } from '../../../shared/contracts/insights.ts';
import { wholeOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { searchText } from '../../../shared/contracts/text.ts';
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

export const CostsSubscriptionPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  subscriptionId: z
    .string()
    .transform((id) => id.toLowerCase())
    .describe('Id of the usage-based subscription.'),
});

export const UsageRecordsQuery = z.object(wholeOrSeekParameters);

const plainCost = {
  totalCost: z.number().describe('What it costs you before tax and after discounts, not rounded.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  usdTotalCost: z.number().describe('The same in US dollars; 0 where no exchange rate says it.'),
  lastModifiedDate: WireInstant.describe('When it was computed.'),
};
const cost = {
  resourceId: z.string().describe('Id of what is billed.'),
  id: z.string().describe('The same as `resourceId`.'),
  resourceName: z.string().describe('Name of what is billed.'),
  name: z.string().describe('The same as `resourceName`.'),
  ...plainCost,
  currencyLocale: z.string().describe('Culture in which to show amounts, such as `en-US`.'),
};
const budget = z.object(budgetShape).describe('What may be spent in a billing period.');
const period = {
  billingStartDate: WireInstant.describe('First day of the open billing period.'),
  billingEndDate: WireInstant.describe('Last day of the open billing period.'),
};

export const CustomerMonthlyUsageRecord = z
  .object({
    ...cost,
    budget,
    percentUsed: z.number().describe('Cost in percent of the budget, two decimals; 0 without one.'),
    isUpgraded: z.literal(false).describe('Always false: there is one kind of metered plan.'),
    attributes: attributes('CustomerMonthlyUsageRecord'),
  })
  .meta({ id: 'CustomerMonthlyUsageRecord' });
export const CustomerUsageRecords = collectionOf(CustomerMonthlyUsageRecord);

export const CustomerUsageSummary = z
  .object({ ...cost, ...period, budget, links: selfLink, attributes: attributes('CustomerUsageSummary') })
  .meta({ id: 'CustomerUsageSummary' });

export const PartnerUsageSummary = z
  .object({
    ...cost,
    ...period,
    emailsToNotify: z.array(z.string()).describe('Addresses that are told besides your admin agents; none.'),
    customersOverBudget: z.number().int().describe('Customers that have passed their budget.'),
    customersTrendingOver: z.number().int().describe('Customers that near their budget: from 80 to 100 percent of it.'),
    customersWithUsageBasedSubscription: z.number().int().describe('Customers with usage-based subscriptions.'),
    links: selfLink,
    attributes: attributes('PartnerUsageSummary'),
  })
  .meta({ id: 'PartnerUsageSummary' });

export const SubscriptionMonthlyUsageRecord = z
  .object({
    ...cost,
    status: z.enum(['active', 'suspended', 'deleted']).describe('State of the subscription.'),
    partnerOnRecord: z.string().describe('Network id of the reseller of record; empty when there is none.'),
    offerId: z.string().describe('Id of the offer.'),
    attributes: attributes('SubscriptionMonthlyUsageRecord'),
  })
  .meta({ id: 'SubscriptionMonthlyUsageRecord' });
export const SubscriptionUsageRecords = collectionOf(SubscriptionMonthlyUsageRecord);

export const SubscriptionUsageSummary = z
  .object({ ...cost, ...period, links: selfLink, attributes: attributes('SubscriptionUsageSummary') })
  .meta({ id: 'SubscriptionUsageSummary' });

export const SubscriptionDailyUsageRecord = z
  .object({
    ...cost,
    dateUsed: WireInstant.describe('Day of the usage.'),
    attributes: attributes('SubscriptionDailyUsageRecord'),
  })
  .meta({ id: 'SubscriptionDailyUsageRecord' });
export const DailyUsageRecords = collectionOf(SubscriptionDailyUsageRecord);

const meter = {
  category: z.string().describe('Category of the meter.'),
  subcategory: z.string().describe('Subcategory of the meter.'),
  quantityUsed: z.number().describe('Units that were used, included ones among them.'),
  unit: z.string().describe('Unit of the meter.'),
};

export const AzureResourceMonthlyUsageRecord = z
  .object({ ...cost, ...meter, attributes: attributes('AzureResourceMonthlyUsageRecord') })
  .meta({ id: 'AzureResourceMonthlyUsageRecord' });
export const ResourceUsageRecords = collectionOf(AzureResourceMonthlyUsageRecord);

export const MeterUsageRecord = z
  .object({
    subscriptionId: z.string().describe('Id of the subscription.'),
    meterId: z.string().describe('Id of the meter.'),
    meterName: z.string().describe('Name of the meter.'),
    ...meter,
    ...plainCost,
    attributes: attributes('MeterUsageRecord'),
  })
  .meta({ id: 'MeterUsageRecord' });
export const MeterUsageRecords = collectionOf(MeterUsageRecord);

export const ResourceUsageRecord = z
  .object({
    subscriptionId: z.string().describe('Id of the subscription.'),
    resourceUri: z.string().describe('Path of the resource.'),
    resourceType: z.string().describe('Type of the resource, as its path says; empty where it says none.'),
    entitlementId: z.string().describe('Id of the Azure entitlement.'),
    entitlementName: z.string().describe('Name of the entitlement.'),
    resourceGroupName: z.string().describe('Group of the resource, as its path says; empty where it says none.'),
    name: z.string().describe('Name of the resource.'),
    resourceName: z.string().describe('The same as `name`.'),
    ...plainCost,
    attributes: attributes('ResourceUsageRecord'),
  })
  .meta({ id: 'ResourceUsageRecord' });
export const ResourceInstanceUsageRecords = collectionOf(ResourceUsageRecord);

export const UsageForecast = z
  .object({
    totalCost: z.number().describe('What it costs so far, before tax and after discounts.'),
    forecast: z.number().describe('What the whole period will cost if it goes on like that.'),
    periodStart: WireInstant.describe('First day of the open billing period.'),
    periodEnd: WireInstant.describe('Last day of the open billing period.'),
    currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    links: selfLink,
    attributes: attributes('UsageForecast'),
  })
  .meta({ id: 'UsageForecast' });

export const UsageAnalyticsQuery = z.object({
  ...insightsQuery("usageDate ge 2027-01-01 and meterCategory eq 'Storage'"),
  orderBy: searchText(1000)
    .optional()
    .describe(
      'Fields in whose order rows are, each with `asc` or `desc`, separated by commas: `usageDate desc, quantity`.',
    ),
});

const shownText = (about: string) => z.string().optional().describe(about);
export const UsageAnalytics = insightsPageOf(
  z.object({
    customerTenantId: shownText('Id of the customer: the GUID of its tenant.'),
    customerName: shownText('Name of the customer.'),
    subscriptionId: shownText('Id of the subscription.'),
    subscriptionName: shownText('Name that the partner gave to the subscription.'),
    usageDate: WireInstant.optional().describe('Day of use; of a group, the first day of what it is cut to.'),
    resourceLocation: shownText('Where it was used.'),
    meterCategory: shownText('Category of the meter.'),
    meterSubcategory: shownText('Subcategory of the meter.'),
    meterUnit: shownText('Unit of the quantity.'),
    reservationOrderId: shownText('Order of a reservation; empty.'),
    reservationId: shownText('Reservation; empty.'),
    consumptionMeterId: shownText('Id of the meter.'),
    serviceType: shownText('Name of the meter.'),
    quantity: z.number().optional().describe('What was used; of a group, of all its rows.'),
  }),
);

import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { code } from '../../../shared/contracts/text.ts';
import { attributes, enumKey } from '../../../shared/contracts/wire.ts';

export const PROVIDERS = ['office', 'azure', 'onetime', 'marketplace', 'all'] as const;

export const LINE_TYPES = ['billinglineitems', 'usagelineitems'] as const;

/** A value in any case, with or without underscores. */
export const spelled = <const T extends readonly string[]>(values: T) =>
  code(z.string())
    .transform((text, context): T[number] => {
      const found = values.find((value) => value === enumKey(text));
      if (found !== undefined) return found;
      context.addIssue({ code: 'custom', message: `must be one of ${values.join(', ')}` });
      return z.NEVER;
    })
    .meta({ type: 'string', enum: [...values] } as never);

/** In which currency a line is priced, and what exchanges it into that of the bill (M3). */
export const pricingMembers = {
  pricingCurrency: z.string().describe('Currency of the price list.'),
  pcToBCExchangeRate: z
    .number()
    .describe('Rate from the currency of the price to that of the bill; 1 when they are the same.'),
  pcToBCExchangeRateDate: WireInstant.describe(
    'Day of that rate: the first of the month for which it is published; the first day charged when nothing is exchanged.',
  ),
};

/** Members that billed and daily usage have alike (billing contract 9.4). */
const usageBase = {
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  partnerName: z.string().describe('Name of the partner.'),
  partnerBillableAccountId: z.string().describe('Account of the partner that is billed: its id.'),
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  customerCompanyName: z.string().describe('Name of the customer.'),
  domainName: z.string().describe('Domain of the customer.'),
  mpnId: z.number().int().describe('Network id of the partner that is invoiced; 0 when it has none.'),
  tier2MpnId: z.number().int().describe('Network id of the reseller of record; -1 when there is none.'),
  invoiceNumber: z.string().describe('Number of the invoice.'),
  subscriptionId: z.string().describe('Id of the subscription.'),
  subscriptionName: z.string().describe('Name that the partner gave to the subscription.'),
  subscriptionDescription: z.string().describe('Name of the offer.'),
  billingCycleType: z.literal('Monthly').describe('How often it is billed.'),
  orderId: z.string().describe('Id of the order.'),
  serviceName: z.string().describe('Category of the meter.'),
  serviceType: z.string().describe('Subcategory of the meter.'),
  resourceGuid: z.string().describe('Id of the meter.'),
  resourceName: z.string().describe('Name of the meter.'),
  region: z.string().describe('Region of the meter; empty where it has none.'),
  consumedQuantity: z.number().describe('What was used.'),
  chargeStartDate: WireInstant.describe('First day of the billing period in which it was used.'),
  chargeEndDate: WireInstant.describe('Last day of the billing period in which it was used.'),
  unit: z.string().describe('Unit of the quantity.'),
  billingProvider: z
    .literal('azure')
    .describe('What the lines are about: seats (`office`), metered services (`azure`), one-time items.'),
};

/** BIL-9: how a usage line came about. */
const usageExplanation = z
  .object({
    event: z.string().describe('What made the line: usage that was reported.'),
    priceList: z.string().describe('Version of the rate card.'),
    effectiveDate: WireInstant.describe('First day of that version.'),
    rule: z.string().describe('Id of the rule that was applied.'),
    roundingPolicy: z.string().describe('How amounts were rounded.'),
    formula: z.string().describe('The calculation, written out.'),
    tierFrom: z.number().describe('Lower bound of the tier that the line is priced by.'),
    tiers: z
      .array(
        z.object({
          from: z.number().describe('Lower bound of billable units.'),
          rate: z.number().describe('Rate of a unit, in the pricing currency.'),
        }),
      )
      .describe('All tiers of the meter in that version.'),
    includedQuantity: z.number().describe('Units of a billing period that cost nothing.'),
    positionFrom: z.number().describe('Billable units of the period before the line.'),
    positionTo: z.number().describe('Billable units of the period after it.'),
    discountTerms: z.array(z.string()).describe('Offer terms that make the discount.'),
    discountFraction: z.number().describe('Discount, from 0 to 1.'),
    pricingCurrency: z.string().describe('Currency of the rates.'),
    exchangeRate: z.number().describe('Units of the billing currency per unit of the pricing currency.'),
    exchangeMonth: z.string().optional().describe('Month that the exchange rate is published for, `yyyy-MM`.'),
    taxRatePercent: z.number().describe('Tax rate in percent.'),
    days: z
      .array(
        z.object({
          date: WireInstant.describe('Day of use.'),
          quantity: z.number().describe('Units of that day on the line, included ones among them.'),
        }),
      )
      .describe('What was used on which day.'),
  })
  .describe('How the line was calculated.');

export const UsageBasedLineItem = z
  .object({
    ...usageBase,
    detailLineItemId: z.number().int().describe('Number of the line among those of its meter and period, from 1.'),
    sku: z.string().describe('Id of the offer.'),
    includedQuantity: z.number().describe('Units that cost nothing.'),
    overageQuantity: z.number().describe('Units that are charged.'),
    listPrice: z.number().describe('List price of a unit.'),
    consumptionPrice: z.number().describe('List price of the units that are charged.'),
    consumptionDiscount: z.number().describe('What the offer terms take off.'),
    currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
    pretaxCharges: z.number().describe('Amount after discounts, before tax.'),
    taxAmount: z.number().describe('Tax.'),
    postTaxTotal: z.number().describe('Amount with tax.'),
    pretaxEffectiveRate: z.number().describe('Amount before tax per charged unit.'),
    postTaxEffectiveRate: z.number().describe('Amount with tax per charged unit.'),
    chargeType: z.string().describe('Why there is a charge.'),
    invoiceLineItemType: z.literal('billing_line_items').describe('Billed items, or usage.'),
    lineId: z.string().describe('Id of the line.'),
    explanation: usageExplanation,
    attributes: attributes('UsageBasedLineItem'),
  })
  .meta({ id: 'UsageBasedLineItem' });

/** Usage of a day without money (billing contract 9.5). */
export const DailyUsageLineItem = z
  .object({
    ...usageBase,
    customerBillableAccount: z.string().describe('Account of the customer: its id.'),
    usageDate: WireInstant.describe('Day of use.'),
    meteredService: z.string().describe('Service that was used.'),
    meteredServiceType: z.string().describe('Kind of the service.'),
    meteredRegion: z.string().describe('Where it was used.'),
    project: z.string().describe('Project that the record names; empty where it names none.'),
    serviceInfo: z.string().describe('What the record says of the service; empty where it says nothing.'),
    invoiceLineItemType: z.literal('usage_line_items').describe('Billed items, or usage.'),
    attributes: attributes('DailyUsageLineItem'),
  })
  .meta({ id: 'DailyUsageLineItem' });

/** Usage of a day with its cost (billing contract 9.8). */
export const DailyRatedUsageLineItem = z
  .object({
    partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
    partnerName: z.string().describe('Name of the partner.'),
    customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
    customerName: z.string().describe('Name of the customer.'),
    customerDomainName: z.string().describe('Domain of the customer.'),
    customerCountry: z.string().describe('Country of the customer.'),
    invoiceNumber: z.string().describe('Number of the invoice; empty while it is not invoiced.'),
    productId: z.string().describe('Id of the offer.'),
    skuId: z.string().describe('Id of the variant of the product; empty.'),
    availabilityId: z.string().describe('Id under which the product was available; empty.'),
    skuName: z.string().describe('Name of the variant.'),
    productName: z.string().describe('Name of the product.'),
    publisherName: z.string().describe('Who publishes the product; empty.'),
    publisherId: z.string().describe('Id of the publisher; empty.'),
    subscriptionId: z.string().describe('Id of the subscription.'),
    subscriptionDescription: z.string().describe('Name of the offer.'),
    chargeStartDate: WireInstant.describe('First day of the billing period in which it was used.'),
    chargeEndDate: WireInstant.describe('Last day of the billing period in which it was used.'),
    usageDate: WireInstant.describe('Day of use.'),
    meterType: z.string().describe('Kind of the meter: its name.'),
    meterCategory: z.string().describe('Category of the meter.'),
    meterId: z.string().describe('Id of the meter.'),
    meterSubCategory: z.string().describe('Subcategory of the meter.'),
    meterName: z.string().describe('Name of the meter.'),
    meterRegion: z.string().describe('Region of the meter; empty where it has none.'),
    unitOfMeasure: z.string().describe('Unit of the meter.'),
    resourceLocation: z.string().describe('Where it was used.'),
    consumedService: z.string().describe('Service that was used.'),
    resourceGroup: z.string().describe('Group of the resource; empty where its address names none.'),
    resourceUri: z.string().describe('Address of the resource.'),
    tags: z.string().describe('Tags of the resource, a JSON object as text; empty where there are none.'),
    additionalInfo: z
      .string()
      .describe('What else the record says, a JSON object as text; empty where it says nothing.'),
    serviceInfo1: z.string().describe('What the record says of the service; empty where it says nothing.'),
    serviceInfo2: z.string().describe('Project that the record names; empty where it names none.'),
    mpnId: z.string().describe('Network id of the partner, digits only.'),
    resellerMpnId: z.string().describe('Network id of the reseller of record; `0` when there is none.'),
    chargeType: z.string().describe('Why there is a charge.'),
    unitPrice: z.number().describe('List price of a unit.'),
    effectiveUnitPrice: z.number().describe('Price of a unit after discounts.'),
    quantity: z.number().describe('What was used.'),
    unitType: z.string().describe('Unit of the quantity.'),
    billingPreTaxTotal: z.number().describe('Cost before tax in the billing currency, not rounded to its units.'),
    billingCurrency: z.string().describe('Currency of the bill.'),
    pricingPreTaxTotal: z.number().describe('The same in the currency of the rates.'),
    pricingCurrency: z.string().describe('Currency of the rates.'),
    entitlementId: z.string().describe('Id of the subscription.'),
    entitlementDescription: z.string().describe('Name that the partner gave to the subscription.'),
    pcToBCExchangeRate: z
      .number()
      .describe('Rate from the currency of the price to that of the bill; 1 when they are the same.'),
    pcToBCExchangeRateDate: WireInstant.describe('Day of that rate.'),
    rateOfPartnerEarnedCredit: z.number().describe('Discount of the partner, from 0 to 1.'),
    hasPartnerEarnedCredit: z.boolean().describe('Whether there is such a discount.'),
    invoiceLineItemType: z.literal('usage_line_items').describe('Billed items, or usage.'),
    lineIds: z
      .array(z.string())
      .optional()
      .describe('While it is not invoiced: ids of the lines that the invoice will have of this meter and day.'),
    billingProvider: z.literal('marketplace').describe('Always `marketplace`: what clients read rated usage by.'),
    attributes: attributes('DailyRatedUsageLineItem'),
  })
  .meta({ id: 'DailyRatedUsageLineItem' });

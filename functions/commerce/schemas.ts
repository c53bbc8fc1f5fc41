import * as z from 'zod';
import { bodyDate, queryDay } from '../../shared/contracts/dates.ts';
import { csvParameters, flag } from '../../shared/contracts/flags.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { code, codeText, recordOf, written } from '../../shared/contracts/text.ts';
import {
  allHeld,
  attributes,
  Country,
  collectionOf,
  enumKey,
  held,
  Link,
  lenientEnum,
  selfLink,
} from '../../shared/contracts/wire.ts';
import { isDecimalText } from '../../shared/kernel/money.ts';
import { BILLING_CYCLES, FAMILIES, OFFER_STATES, offerId, PURCHASE_LIMITS, SEGMENTS } from './catalogue/domain/offer.ts';
import { monthOf } from './price-lists/domain/price-list.ts';
import { SUBSCRIPTION_STATUSES } from './subscriptions/domain/subscription.ts';

/** Wire shapes of the catalogue, orders, carts and subscriptions (commerce contract 5 to 10 and 19). */

const text = (max: number) => written({ max, min: 0 });
const name = (max = 256) => written({ max });
const WireInstant = z.string().meta({ format: 'date-time' });
const OfferId = codeText(60).min(1).transform(offerId);
const Count = z.number().int();

/** `unknown` means "not said" (commerce contract 4). */
const Cycle = code(z.union([z.string(), z.number().int()]))
  .transform((input, context) => {
    const ordinals = ['unknown', 'monthly', 'annual', 'none', 'onetime'];
    const name = typeof input === 'number' ? (ordinals[input] ?? '') : enumKey(input);
    if (name === 'unknown' || name === '') return undefined;
    if (ordinals.includes(name)) return name;
    context.addIssue({ code: 'custom', message: 'must be monthly or annual' });
    return z.NEVER;
  })
  .meta({ type: 'string', enum: ['unknown', 'monthly', 'annual', 'none', 'one_time'] } as never);

/** Quantity 0 and below is outside every offer's limits; so is what no limit allows. */
const QUANTITY_MAX = 1_000_000_000;
const Quantity = z.number().superRefine((value, context) => {
  if (!Number.isInteger(value)) context.addIssue({ code: 'custom', message: 'must be a whole number' });
  else if (value < 1 || value > QUANTITY_MAX)
    context.addIssue({
      code: 'custom',
      message: `must be from 1 to ${QUANTITY_MAX}`,
      params: { refusal: 'quantity_outside_limits' },
    });
});

// --- paths and queries ---------------------------------------------------------------------------------------------

export const CustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});
export const OfferPath = z.object({ offerId: OfferId.describe('Id of the offer.') });
export const CustomerOrderPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  orderId: z.string().describe('Id of the order.'),
});
export const OrderLinePath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  orderId: z.string().describe('Id of the order.'),
  lineNumber: z.string().describe('Number of the line within its order, from 0.'),
});
export const CustomerCartPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  cartId: z.string().describe('Id of the cart.'),
});
export const SubscriptionPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  subscriptionId: z.string().describe('Id of the subscription.'),
});
const Month = code(z.string()).transform((value, context) => {
  const month = monthOf(value);
  if (month !== undefined) return month;
  context.addIssue({ code: 'custom', message: 'must be a month YYYYMM' });
  return z.NEVER;
});
export const MonthPath = z.object({ month: Month.describe('Month of the list, `YYYYMM`.') });

const Offset = wholeNumber(0, OFFSET_MAX).optional();
const Size = wholeNumber(0, OFFSET_MAX).optional();
const Flag = flag().optional();

export const OfferListQuery = z.object({
  country: Country.describe('Country in which the offers are sold.'),
  offer_category_id: codeText(60).optional().describe('Only offers of this category.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});
export const AddOnListQuery = OfferListQuery.omit({ offer_category_id: true });
export const CountryQuery = z.object({ country: Country.describe('Country whose categories are listed.') });
export const PageQuery = z.object({
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});
export const OrderListQuery = z.object({
  billingType: codeText(40).optional().describe('Only orders billed this way.'),
  include_price: Flag.describe('`true` adds prices to the lines.'),
});
export const OrderQuery = z.object({ include_price: Flag.describe('`true` adds prices to the lines.') });
export const OrderCreateQuery = z.object({ dryRun: Flag.describe('`true` checks the order and places none.') });
export const SubscriptionListQuery = z.object({
  order_id: codeText(100).optional().describe('Only subscriptions of this order.'),
  mpn_id: codeText(100).optional().describe('Only subscriptions with this partner of record.'),
});
/** Subscriptions of one page at most. */
const SUBSCRIPTIONS_PER_PAGE = 500;
export const PartnerSubscriptionQuery = z.object({
  status: lenientEnum(SUBSCRIPTION_STATUSES).optional().describe('Only subscriptions in this state.'),
  renewsBefore: queryDay().optional().describe('Only subscriptions whose term ends before this day.'),
  deprovisionsBefore: queryDay().optional().describe('Only subscriptions whose data is deleted before this day.'),
  mpn_id: codeText(100).optional().describe('Only subscriptions with this partner of record.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: wholeNumber(1, SUBSCRIPTIONS_PER_PAGE).default(SUBSCRIPTIONS_PER_PAGE).describe('Items on one page at most.'),
});
export const PriceQuery = z.object({
  country: Country.optional().describe('Only prices of this country.'),
  currency: codeText(3)
    .length(3)
    .transform((value) => value.toUpperCase())
    .optional()
    .describe('Only prices in this currency.'),
  family: lenientEnum(FAMILIES).optional().describe('Only prices of this family of products.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});
/** `bom` is about the file alone. */
export const PriceListQuery = PriceQuery.extend(csvParameters);
export const PricePutQuery = z.object({
  whole: Flag.describe('`true`: the file replaces all prices of the list, and is taken whole or not at all.'),
});

// --- operator: offers ----------------------------------------------------------------------------------------------

const DecimalText = code(z.union([z.string().max(40), z.number()]))
  .transform(String)
  .refine((value) => isDecimalText(value), 'must be a decimal number')
  .meta({ type: 'string' } as never);

/** Descriptions have several lines. */
const Description = written({ max: 2000, min: 0, lines: true });
const Texts = z.object({
  name: name().describe('Name in that language.'),
  description: Description.default('').describe('Description in that language.'),
});
const PlanShape = z.object({
  id: OfferId.describe('Id of the plan.'),
  name: name().describe('Name of the plan.'),
  unit: text(60).optional().describe('What a seat is called.'),
  skuPartNumber: codeText(100).optional().describe('Part number of the plan.'),
  servicePlans: z
    .array(
      z.object({ id: codeText(60).describe('Id of the service.'), name: text(256).describe('Name of the service.') }),
    )
    .max(100)
    .optional()
    .describe('Services that the plan has.'),
});
const Qualifications = z.array(codeText(40)).max(10);

/** SUB-6: an amount per subscription, owed by partners that pay in its currency, or a percentage of what remains. */
const EarlyTerminationFee = z.union([
  z.object({
    amount: DecimalText.describe('Amount for each subscription, as a decimal text.'),
    currency: code(z.string().regex(/^[A-Z]{3}$/, 'must be a currency code')).describe(
      'Currency, ISO 4217, such as `USD`.',
    ),
  }),
  z.object({ percentOfRemaining: DecimalText.describe('Percentage of what remains of the term, as a decimal text.') }),
]);

/** What every offer has. */
const alwaysThere = {
  name: name().describe('Name of the offer.'),
  description: Description.describe('What the offer is; lines are kept.'),
  translations: recordOf(40, Texts, 40).describe('Texts in other languages, by language such as `de-DE`.'),
  family: lenientEnum(FAMILIES).describe('Family of products.'),
  categoryId: codeText(60).describe('Id of the category that lists it.'),
  rank: z.number().int().min(0).describe('Place in lists: lower first.'),
  isAddOn: z.boolean().describe('Whether it is sold only together with another offer.'),
  prerequisiteOffers: z
    .array(OfferId)
    .max(500)
    .describe('Offers of which the customer must have one; an add-on belongs to one of them.'),
  billing: lenientEnum(['license', 'usage']).describe('Billed by seats (`license`) or by use (`usage`).'),
  supportedBillingCycles: z
    .array(lenientEnum(BILLING_CYCLES))
    .min(1)
    .max(2)
    .describe('Cycles in which it can be billed.'),
  minimumQuantity: z.number().int().min(1).describe('Fewest seats of one subscription.'),
  maximumQuantity: z.number().int().min(1).max(1_000_000_000).describe('Most seats of one subscription.'),
  limitUnitOfMeasure: lenientEnum(PURCHASE_LIMITS).describe('What `limit` counts: subscriptions at one time, or ever.'),
  limit: z.number().int().min(0).describe('Most subscriptions that one customer may have.'),
  unitType: text(60).describe('What a seat is called, such as `Licenses`.'),
  plan: PlanShape.describe('The plan: what the seats give.'),
  salesGroupId: codeText(60).describe('Offers of one group can be sold in one order.'),
  isAutoRenewable: z.boolean().describe('Whether its subscriptions can renew by themselves.'),
  termUnitOfMeasure: codeText(20).describe('Unit of `term`.'),
  term: z.number().int().min(1).describe('Length of the term, in `termUnitOfMeasure`.'),
  resellerQualifications: Qualifications.describe('What the partner must be to sell it.'),
  reselleeQualifications: Qualifications.describe('What the customer must be to buy it.'),
  segments: z.array(lenientEnum(SEGMENTS)).min(1).max(4).describe('Kinds of customers that can buy it.'),
  supportedCatalogTypes: z.array(codeText(20)).max(20).describe('Catalogues that list it.'),
  /** Countries; `*` is every market of the program, `-AF` takes one out of it. */
  markets: z
    .array(code(z.string().regex(/^(\*|-?[A-Z]{2})$/, 'must be *, a country, or -country')))
    .min(1)
    .max(300)
    .describe('Countries in which it is sold; `*` is every market of the program, `-AF` takes one out of it.'),
};
/** What an offer may have. */
const mayBeThere = {
  id: OfferId.describe('GUID for the offer; one is made when it is absent.'),
  /** The public name of the plan; `plan` wins where both are sent. */
  product: PlanShape.describe('The public name of the plan; `plan` wins where both are sent.'),
  learnMoreUri: codeText(500).describe('Address of the page about the product.'),
  nationalCloud: z
    .enum(['germany', 'governmentCommunity'])
    .describe('Cloud to which it belongs, when it is not the global one.'),
  earlyTerminationFee: EarlyTerminationFee.describe(
    'What is owed when a subscription ends before its term: an amount, or a part of what remains.',
  ),
  tenantSeatCap: z.number().int().min(1).describe('Most seats that one customer can have in all.'),
  inventory: z
    .object({ limit: z.number().int().min(0).describe('Seats that can be sold in all.') })
    .describe('How much there is to sell.'),
  saleFrom: bodyDate().describe('First moment at which it is sold.'),
  saleUntil: bodyDate({ never: true }).describe('Moment from which it is no longer sold.'),
};

/** Every member may be left out: what is not said takes the value that most offers have. */
export const OfferDefinitionBody = z.object({ ...alwaysThere, ...mayBeThere }).partial();

/** A PUT leaves out what it does not say, or says that it is unset; either keeps its stored value. */
export const OfferChangeBody = z.object({
  ...allHeld(alwaysThere),
  ...z.object(mayBeThere).partial().shape,
  saleFrom: bodyDate({ unset: true }).optional().describe('First moment at which it is sold.'),
  saleUntil: bodyDate({ unset: true, never: true }).optional().describe('Moment from which it is no longer sold.'),
});

const PlanWire = z.object({
  id: z.string().describe('Id of the plan.'),
  name: z.string().describe('Name of the plan.'),
  unit: z.string().describe('What a seat is called.'),
  skuPartNumber: z.string().optional().describe('Part number of the plan.'),
  servicePlans: z
    .array(
      z.object({ id: z.string().describe('Id of the service.'), name: z.string().describe('Name of the service.') }),
    )
    .optional()
    .describe('Services that the plan has.'),
});

export const OfferDefinition = z.object({
  id: z.string().describe('Id of the offer.'),
  name: z.string().describe('Name of the offer.'),
  description: z.string().describe('What the offer is.'),
  translations: z
    .record(
      z.string(),
      z.object({
        name: z.string().describe('Name in that language.'),
        description: z.string().describe('Description in that language.'),
      }),
    )
    .describe('Texts in other languages, by language such as `de-DE`.'),
  state: z.enum(OFFER_STATES).describe('Draft until it is published; retired offers are not sold any more.'),
  /** A draft that is published as soon as a published price list has a price for it. */
  publishWhenPriced: z
    .boolean()
    .optional()
    .describe('Whether the draft is published as soon as a published price list has a price for it.'),
  family: z.enum(FAMILIES).describe('Family of products.'),
  categoryId: z.string().describe('Id of the category that lists it.'),
  rank: Count.describe('Place in lists: lower first.'),
  isAddOn: z.boolean().describe('Whether it is sold only together with another offer.'),
  prerequisiteOffers: z
    .array(z.string())
    .describe('Offers of which the customer must have one; an add-on belongs to one of them.'),
  billing: z.enum(['license', 'usage']).describe('Billed by seats (`license`) or by use (`usage`).'),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)).describe('Cycles in which it can be billed.'),
  minimumQuantity: Count.describe('Fewest seats of one subscription.'),
  maximumQuantity: Count.describe('Most seats of one subscription.'),
  limitUnitOfMeasure: z.enum(PURCHASE_LIMITS).describe('What `limit` counts: subscriptions at one time, or ever.'),
  limit: Count.describe('Most subscriptions that one customer may have.'),
  unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
  plan: PlanWire.describe('The plan: what the seats give.'),
  product: PlanWire.describe('The plan, under its public name.'),
  salesGroupId: z.string().describe('Offers of one group can be sold in one order.'),
  isAutoRenewable: z.boolean().describe('Whether its subscriptions can renew by themselves.'),
  termUnitOfMeasure: z.string().describe('Unit of `term`.'),
  term: Count.describe('Length of the term, in `termUnitOfMeasure`.'),
  resellerQualifications: z.array(z.string()).describe('What the partner must be to sell it.'),
  reselleeQualifications: z.array(z.string()).describe('What the customer must be to buy it.'),
  segments: z.array(z.enum(SEGMENTS)).describe('Kinds of customers that can buy it.'),
  supportedCatalogTypes: z.array(z.string()).describe('Catalogues that list it.'),
  learnMoreUri: z.string().optional().describe('Address of the page about the product.'),
  markets: z
    .array(z.string())
    .describe('Countries in which it is sold; `*` is every market of the program, `-AF` takes one out of it.'),
  nationalCloud: z.string().optional().describe('Cloud to which it belongs, when it is not the global one.'),
  earlyTerminationFee: z
    .union([
      z.object({
        amount: z.string().describe('Amount for each subscription, as a decimal text.'),
        currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
      }),
      z.object({
        percentOfRemaining: z.string().describe('Percentage of what remains of the term, as a decimal text.'),
      }),
    ])
    .optional()
    .describe('What is owed when a subscription ends before its term: an amount, or a part of what remains.'),
  tenantSeatCap: Count.optional().describe('Most seats that one customer can have in all.'),
  inventory: z
    .object({ limit: Count.describe('Seats that can be sold in all.') })
    .optional()
    .describe('How much there is to sell.'),
  saleFrom: WireInstant.optional().describe('First moment at which it is sold.'),
  saleUntil: WireInstant.optional().describe('Moment from which it is no longer sold.'),
  renewable: z.boolean().describe('Whether subscriptions of a retired offer may still renew.'),
  retiredFrom: WireInstant.optional().describe('When it was retired.'),
  links: selfLink,
  attributes: attributes('OfferDefinition'),
});
export const OfferDefinitions = collectionOf(OfferDefinition);

export const RetireBody = z.object({
  from: bodyDate().optional().describe('From when it is not sold any more; at once when absent.'),
  renewable: z.boolean().optional().describe('Whether subscriptions of a retired offer may still renew.'),
});

/** Answer of an import: counts, and what became of every row. */
export const ImportResult = z.object({
  rows: z
    .object({
      total: Count.describe('Rows in all.'),
      succeeded: Count.describe('Rows that were taken.'),
      failed: Count.describe('Rows that were not taken.'),
    })
    .describe('How many rows there were, and what became of them.'),
  results: z
    .array(
      z.object({
        row: Count.describe('Number of the row, from 1.'),
        key: z.string().describe('What the row is about: its id or name.'),
        status: z.enum(['valid', 'created', 'updated', 'skipped', 'failed']).meta({
          description:
            'valid: right, but not taken, because another row of a file that is taken whole or not at all is wrong',
        }),
        errors: z
          .array(
            z.object({
              field: z.string().describe('Member or column that is wrong.'),
              code: Count.describe('Code of the fault; see the error codes.'),
              description: z.string().describe('The fault in words.'),
            }),
          )
          .describe('What is wrong with the row.'),
      }),
    )
    .describe('What became of each row.'),
});

export const CategoryBody = z.object({
  id: codeText(60).min(1).describe('Id of the category.'),
  name: name(100).describe('Name of the category.'),
  rank: z.number().int().min(0).describe('Place in lists: lower first.'),
  translations: recordOf(40, text(100), 100)
    .default({})
    .describe('Texts in other languages, by language such as `de-DE`.'),
});
export const OfferCategoryDefinition = z.object({
  id: z.string().describe('Id of the category.'),
  name: z.string().describe('Name of the category.'),
  rank: Count.describe('Place in lists: lower first.'),
  translations: z.record(z.string(), z.string()).describe('Texts in other languages, by language such as `de-DE`.'),
  attributes: attributes('OfferCategoryDefinition'),
});
export const OfferCategoryDefinitions = collectionOf(OfferCategoryDefinition);

// --- catalogue -----------------------------------------------------------------------------------------------------

export const OfferCategory = z.object({
  id: z.string().describe('Id of the category.'),
  name: z.string().describe('Name of the category.'),
  rank: Count.describe('Place in lists: lower first.'),
  locale: z.string().describe('Language and country of the texts, such as `en-US`.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  attributes: attributes('OfferCategory'),
});
export const OfferCategories = collectionOf(OfferCategory);

export const Offer = z.object({
  id: z.string().describe('Id of the offer.'),
  name: z.string().describe('Name of the offer.'),
  description: z.string().describe('What the offer is.'),
  minimumQuantity: Count.describe('Fewest seats of one subscription.'),
  maximumQuantity: Count.describe('Most seats of one subscription.'),
  rank: Count.describe('Place in lists: lower first.'),
  uri: z.string().describe('Where the offer is, below `/v1`.'),
  locale: z.string().describe('Language and country of the texts, such as `en-US`.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  category: OfferCategory.describe('Category of the offer.'),
  limitUnitOfMeasure: z.enum(PURCHASE_LIMITS).describe('What `limit` counts: subscriptions at one time, or ever.'),
  limit: Count.describe('Most subscriptions that one customer may have.'),
  prerequisiteOffers: z
    .array(z.string())
    .describe('Offers of which the customer must have one; an add-on belongs to one of them.'),
  isAddOn: z.boolean().describe('Whether it is sold only together with another offer.'),
  hasAddOns: z.boolean().describe('Whether there are add-ons for it.'),
  isTrial: z.boolean().describe('Whether it is a trial; the program has none.'),
  isAvailableForPurchase: z.boolean().describe('Whether it can be bought today.'),
  billing: z.enum(['license', 'usage', 'none']).describe('Billed by seats (`license`) or by use (`usage`).'),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)).describe('Cycles in which it can be billed.'),
  isAutoRenewable: z.boolean().describe('Whether its subscriptions can renew by themselves.'),
  upgradeTargetOffers: z.array(z.string()).describe('Offers that it can be upgraded to.'),
  conversionTargetOffers: z.array(z.string()).describe('Offers that a trial can be converted to.'),
  reselleeQualifications: z.array(z.string()).describe('What the customer must be to buy it.'),
  resellerQualifications: z.array(z.string()).describe('What the partner must be to sell it.'),
  salesGroupId: z.string().describe('Offers of one group can be sold in one order.'),
  product: z
    .object({
      id: z.string().describe('Id of the plan that the offer sells.'),
      name: z.string().describe('Name of the plan.'),
      unit: z.string().describe('What a seat is called.'),
    })
    .describe('The plan that the offer sells.'),
  unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
  links: selfLink
    .extend({ learnMore: Link.partial().describe('Page about the product.') })
    .describe('Links of the resource.'),
  termUnitOfMeasure: z.string().describe('Unit of `term`.'),
  term: Count.describe('Length of the term, in `termUnitOfMeasure`.'),
  isInternal: z.boolean().describe('Whether it is meant for tests of the program.'),
  isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
  acquisitionType: z.string().describe('How it is bought.'),
  supportedCatalogTypes: z.array(z.string()).describe('Catalogues that list it.'),
  actions: z.array(z.string()).describe('What can be done with it now.'),
  attributes: attributes('Offer'),
});
export const Offers = collectionOf(Offer);

// --- price lists ---------------------------------------------------------------------------------------------------

const Percent = DecimalText.refine((value) => Number(value) >= 0 && Number(value) <= 100, 'must be from 0 to 100');
const Margins = z
  .array(
    z.object({
      family: lenientEnum(FAMILIES).describe('Family of products.'),
      percent: Percent.describe('Margin in percent of the list price, as a decimal text.'),
    }),
  )
  .max(FAMILIES.length);

export const PriceListBody = z.object({
  month: Month.describe('Month of the list, `YYYYMM`.'),
  margins: Margins.optional().describe('Margins by family, from which wholesale prices follow where a row has none.'),
});

/** Read row by row, so that a wrong one is answered as that row's error. */
const PriceText = z.union([codeText(40), z.number()]).transform(String);
const PriceRowBody = z.object({
  offerId: codeText(60).describe('Id of the offer.'),
  country: codeText(10).describe('Country, ISO 3166 alpha-2, such as `US`.'),
  currency: codeText(10).describe('Currency, ISO 4217, such as `USD`.'),
  segment: codeText(20).default('commercial').describe('Kind of customers for which the price holds.'),
  listPrice: PriceText.default('').describe('List price of one seat for a month, as a decimal text.'),
  wholesalePrice: PriceText.optional().describe(
    'Price that the partner pays for one seat and a month; from the margin of the family when it is absent.',
  ),
  /** `DEL` takes the price out of the list. */
  change: codeText(10).optional().describe('`DEL` takes the price out of the list; else it changes nothing.'),
});
/** Rows of one request at most. */
export const ROWS_MAX = 2000;
const PriceRows = z.array(PriceRowBody).min(1).max(ROWS_MAX).describe('The prices.');
const PricesAndMargins = z.object({
  prices: PriceRows,
  margins: held(Margins).describe('Margins by family, from which wholesale prices follow where a row has none.'),
});
/** A bare list of prices, or one with the margins that come with it. */
export const PricesBody = z
  .union([PriceRows, PricesAndMargins])
  .transform((sent): z.output<typeof PricesAndMargins> => (Array.isArray(sent) ? { prices: sent } : sent));

const Change = z.enum(['ADD', 'CHG', 'DEL', 'UNC']);
export const Price = z.object({
  offerId: z.string().describe('Id of the offer.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  segment: z.enum(SEGMENTS).describe('Kind of customers for which the price holds.'),
  listPrice: z.string().describe('List price of one seat for a month, as a decimal text.'),
  wholesalePrice: z.string().describe('Price that the partner pays for one seat and a month, as a decimal text.'),
  per: z.literal('month').describe('Time for which the price is.'),
  change: Change.describe('How the price differs from the list before.'),
});
const changes = z
  .object({
    ADD: Count.describe('Prices that are new.'),
    CHG: Count.describe('Prices that changed.'),
    DEL: Count.describe('Prices that were taken out.'),
    UNC: Count.describe('Prices that stayed.'),
  })
  .describe('How many prices differ from the list before.');
const priceListShape = {
  month: z.string().describe('Month of the list, `YYYYMM`.'),
  state: z.enum(['draft', 'published']).describe('A draft can be changed; what is published stays as it is.'),
  basedOn: z.string().optional().describe('Month of the list that it began with.'),
  publishAt: WireInstant.optional().describe('When it is published.'),
  visibleFrom: WireInstant.optional().describe('From when partners see it.'),
  effectiveFrom: WireInstant.optional().describe('From when its prices hold.'),
  prices: Count.describe('How many prices it has.'),
  changes,
  margins: z
    .array(
      z.object({
        family: z.string().describe('Family of products.'),
        percent: z.string().describe('Margin in percent of the list price, as a decimal text.'),
      }),
    )
    .describe('Margins by family, from which wholesale prices follow where a row has none.'),
  links: selfLink,
  attributes: attributes('PriceList'),
};
export const PriceList = z.object(priceListShape);
export const PriceLists = collectionOf(PriceList);
/** The list as it is then, with what became of every row. */
export const PutPricesResult = PriceList.extend(ImportResult.shape);
/** A list with how it differs from the one before, and a page of its prices. */
export const PriceListDetail = z.object({
  ...priceListShape,
  items: z.array(Price).describe('Prices of the page.'),
  totalCount: Count.describe('How many prices the page has.'),
  links: selfLink
    .extend({
      next: Link.optional().describe('The next page, where there is one.'),
      previous: Link.optional().describe('The page before, where there is one.'),
    })
    .describe('Links between the pages.'),
});

// --- orders --------------------------------------------------------------------------------------------------------

const ProvisioningContext = recordOf(100, z.union([text(256), z.null()]), 20);
const RenewedTerm = z.object({
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
});
const RenewsTo = z.union([RenewedTerm, z.array(RenewedTerm).max(10)]);
const FriendlyName = text(256);
const OptionalGuid = codeText(60)
  .transform((value) => value.trim().toLowerCase())
  .optional();

const OrderLineBody = z.object({
  lineItemNumber: z.number().int().optional().describe('Number of the line within its order, from 0.'),
  offerId: codeText(200).min(1).describe('Id of the offer.'),
  quantity: Quantity.describe('Number of seats.'),
  subscriptionId: OptionalGuid.describe('Subscription that the line is about, where it exists already.'),
  parentSubscriptionId: OptionalGuid.describe('Subscription to which this add-on belongs.'),
  friendlyName: FriendlyName.optional().describe('Name that the partner gives to the subscription.'),
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  partnerIdOnRecord: codeText(20)
    .optional()
    .describe('Network id of the partner of record, the reseller of an indirect sale.'),
  provisioningContext: ProvisioningContext.optional().describe('Values by name for provisioning the product.'),
  renewsTo: RenewsTo.optional().describe('Term that it renews to.'),
});

export const OrderBody = z.object({
  referenceCustomerId: codeText(100).optional().describe('Customer for whom the order is: the GUID of its tenant.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  lineItems: z.array(OrderLineBody).min(1).max(100).describe('The lines.'),
});

const OrderPatchLine = OrderLineBody.partial();
export const OrderPatchBody = z.object({
  status: codeText(40).optional().describe('State that the order is to have.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  lineItems: z.array(OrderPatchLine).max(200).optional().describe('The lines.'),
});

const Amounts = z.object({
  listPrice: z.number().describe('List price of one seat.'),
  discountedPrice: z.number().describe('Price of one seat after discounts.'),
  proratedPrice: z.number().describe('Price of one seat for the days that are charged first.'),
  price: z.number().describe('Price of one seat for a whole cycle.'),
  extendedPrice: z.number().describe('Price of all seats.'),
});

export const OrderLine = z.object({
  lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
  offerId: z.string().describe('Id of the offer.'),
  subscriptionId: z.string().optional().describe('Subscription that the line made or changed.'),
  parentSubscriptionId: z.string().optional().describe('Subscription to which this add-on belongs.'),
  friendlyName: z.string().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  transactionType: z.string().describe('What the line does.'),
  partnerIdOnRecord: z
    .string()
    .optional()
    .describe('Network id of the partner of record, the reseller of an indirect sale.'),
  pricing: Amounts.optional().describe('Prices of the line, where they were asked for.'),
  links: z
    .object({
      product: Link.describe('The product.'),
      sku: Link.describe('The variant of the product.'),
      availability: Link.optional().describe('Where the product is available.'),
      subscription: Link.optional().describe('The subscription.'),
      provisioningStatus: Link.optional().describe('How far it is provisioned.'),
      activationLinks: Link.optional().describe('Where the line is activated.'),
    })
    .describe('Links of the line.'),
});

export const Order = z.object({
  id: z.string().describe('Id of the order.'),
  alternateId: z.string().describe('Id of the order once more, as people know it.'),
  referenceCustomerId: z.string().describe('Customer for whom the order is: the GUID of its tenant.'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  currencySymbol: z.string().describe('Symbol of the currency.'),
  lineItems: z.array(OrderLine).describe('The lines.'),
  creationDate: WireInstant.describe('When it was created.'),
  status: z
    .enum(['completed', 'pending', 'cancelled'])
    .describe('`pending` while something of it is still to be provisioned.'),
  transactionType: z.string().describe('What the order does.'),
  totalPrice: z.number().optional().describe('Price of all lines, where prices were asked for.'),
  client: z.object({}).describe('What is known of the application that ordered; empty.'),
  links: selfLink
    .extend({
      provisioningStatus: Link.describe('How far it is provisioned.'),
      patchOperation: Link.describe('State of the change.'),
    })
    .partial()
    .describe('Links of the resource.'),
  attributes: attributes('Order'),
});
export const Orders = collectionOf(Order);

const ProvisioningState = z.enum(['fulfilled', 'unfulfilled', 'prefulfillmentpending']);
export const OrderProvisioning = collectionOf(
  z.object({
    lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
    status: ProvisioningState.describe('How far the line is provisioned.'),
    quantityProvisioningInformation: z
      .array(
        z.object({
          quantity: Count.describe('Seats in this state.'),
          status: ProvisioningState.describe('How far this part is provisioned.'),
        }),
      )
      .describe('Seats by how far they are provisioned.'),
    attributes: attributes('OrderLineItemProvisioningStatus'),
  }),
);
export const ActivationLinks = collectionOf(
  z.object({
    lineItemNumber: Count.describe('Number of the line within its order, from 0.'),
    link: Link.describe('Where the line is activated.'),
  }),
);

// --- carts ---------------------------------------------------------------------------------------------------------

const Participant = z.object({
  key: z.union([codeText(100), z.number()]).describe('Part in the sale.'),
  value: codeText(100).describe('Network id of the partner.'),
});
const cartLineBodyShape = {
  id: z.coerce.number().int().optional().describe('Number of the line within the cart, from 0.'),
  catalogItemId: codeText(200).optional().describe('What is bought: id of the offer.'),
  catalogId: codeText(200).optional().describe('The same as `catalogItemId`, under the name that some SDKs send.'),
  friendlyName: FriendlyName.optional().describe('Name that the partner gives to the subscription.'),
  quantity: Quantity.describe('Number of seats.'),
  currencyCode: codeText(10).optional().describe('Taken as SDKs send it: the currency is that of the partner.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
  termDuration: codeText(40).optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  participants: z.array(Participant).max(20).optional().describe('Other partners of the sale, by their part in it.'),
  provisioningContext: ProvisioningContext.optional().describe('Values by name for provisioning the product.'),
  renewsTo: RenewsTo.optional().describe('Term that the subscription renews to: one, or a list of one.'),
};
const CartAddOnBody = z.object(cartLineBodyShape);
const CartLineBody = z.object({
  ...cartLineBodyShape,
  addonItems: z.array(CartAddOnBody).max(100).optional().describe('Add-ons bought with this line.'),
});
export const CartBody = z.object({ lineItems: z.array(CartLineBody).min(1).max(100).describe('The lines.') });

export const CartError = z.object({
  errorCode: Count.describe('Code of the fault; see the error codes.'),
  errorDescription: z.string().describe('The fault in words.'),
  additionalInformation: z
    .object({
      availableQuantity: Count.describe('Seats that could still be bought.'),
      purchasedQuantity: Count.describe('Seats that the customer has already.'),
      code: Count.describe('Code that the same line would get in an order.'),
    })
    .partial()
    .optional()
    .describe('Numbers that belong to the fault.'),
});
const cartLineShape = {
  id: Count.describe('Number of the line within the cart, from 0.'),
  catalogItemId: z.string().describe('What is bought: id of the offer.'),
  friendlyName: z.string().optional().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  currencyCode: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  participants: z
    .array(
      z.object({
        key: z.string().describe('Part in the sale.'),
        value: z.string().describe('Network id of the partner.'),
      }),
    )
    .optional()
    .describe('Other partners of the sale, by their part in it.'),
  provisioningContext: z
    .record(z.string(), z.string())
    .optional()
    .describe('Values by name for provisioning the product.'),
  orderGroup: z.string().describe('Lines of one group become one order.'),
  error: CartError.optional().describe('Why the line cannot be ordered as it is.'),
};
const CartAddOn = z.object(cartLineShape);
export const CartLine = z.object({
  ...cartLineShape,
  addonItems: z.array(CartAddOn).optional().describe('Add-ons bought with this line.'),
});
export const Cart = z.object({
  id: z.string().describe('Id of the cart.'),
  creationTimestamp: WireInstant.describe('When the cart was created.'),
  lastModifiedTimestamp: WireInstant.describe('When the cart was last changed.'),
  expirationTimestamp: WireInstant.describe('When the cart ends by itself.'),
  lastModifiedUser: z.string().describe('User or application that changed the cart last.'),
  status: z.enum(['Active', 'Ordered']).describe('`Ordered` once it was checked out.'),
  lineItems: z.array(CartLine).describe('The lines.'),
  links: selfLink,
  attributes: attributes('Cart'),
});
export const OrderError = z.object({
  orderGroupId: z.string().describe('Group of the lines of the cart.'),
  code: Count.describe('Code of the fault; see the error codes.'),
  description: z.string().describe('The fault in words.'),
  lineItems: z.array(CartLine).describe('Lines of the cart that were not ordered.'),
  attributes: attributes('OrderError'),
});
export const CartCheckoutResult = z.object({
  orders: z.array(Order).describe('Orders that were made.'),
  orderErrors: z.array(OrderError).describe('Groups of lines that were not ordered, with the reason.'),
  attributes: attributes('CartCheckoutResult'),
});

// --- subscriptions -------------------------------------------------------------------------------------------------

/** Texts of a status that a PATCH may carry; others are no status. */
const StatusWish = code(z.string()).transform((value, context) => {
  const status = value.toLowerCase();
  if (status === 'active' || status === 'suspended' || status === 'deleted')
    return status as 'active' | 'suspended' | 'deleted';
  context.addIssue({ code: 'custom', message: 'must be active or suspended', params: { refusal: 'invalid_property' } });
  return z.NEVER;
});

/** Any subset of the resource: only the members that may change, and the cycle that may not, are read. */
export const SubscriptionPatchBody = z.object({
  friendlyName: name().optional().describe('Name that the partner gives to the subscription.'),
  quantity: Quantity.optional().describe('Number of seats.'),
  status: StatusWish.optional().describe('`suspended` or `active`; `deleted` cancels it while that is allowed.'),
  autoRenewEnabled: z.boolean().optional().describe('Whether it renews by itself when the term ends.'),
  partnerId: codeText(20).optional().describe('Network id of the partner of record, the reseller of an indirect sale.'),
  billingCycle: Cycle.optional().describe('How often it is billed.'),
});

export const Subscription = z.object({
  id: z.string().describe('Id of the subscription.'),
  offerId: z.string().describe('Id of the offer.'),
  offerName: z.string().describe('Name of the offer.'),
  friendlyName: z.string().describe('Name that the partner gives to the subscription.'),
  quantity: Count.describe('Number of seats.'),
  unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
  parentSubscriptionId: z.string().optional().describe('Subscription to which this add-on belongs.'),
  entitlementId: z.string().optional().describe('Id of what the customer is entitled to.'),
  creationDate: WireInstant.describe('When it was created.'),
  effectiveStartDate: WireInstant.describe('First day of the subscription.'),
  commitmentEndDate: WireInstant.describe('Last day of the term; it renews on the next.'),
  status: z
    .enum(['active', 'suspended', 'deleted'])
    .describe('Suspended subscriptions keep their data; deleted ones do not.'),
  suspensionReasons: z.array(z.string()).optional().describe('Why it is suspended.'),
  autoRenewEnabled: z.boolean().describe('Whether it renews by itself when the term ends.'),
  isTrial: z.boolean().describe('Whether it is a trial; the program has none.'),
  hasPurchasableAddons: z.boolean().describe('Whether there are add-ons to buy for it.'),
  billingType: z.enum(['license', 'usage']).describe('Billed by seats (`license`) or by use (`usage`).'),
  billingCycle: z.enum(BILLING_CYCLES).describe('How often it is billed.'),
  termDuration: z.string().optional().describe('Length of the term as an ISO 8601 duration, such as `P1Y`.'),
  renewalTermDuration: z.string().optional().describe('Length of the term that it renews to.'),
  isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
  publisherName: z.string().describe('Who publishes the product.'),
  partnerId: z.string().optional().describe('Network id of the partner of record.'),
  contractType: z.literal('subscription').describe('Kind of the contract.'),
  actions: z.array(z.string()).describe('What can be done with it now.'),
  attentionNeeded: z.boolean().describe('Whether somebody should look at it.'),
  actionTaken: z.boolean().describe('Whether somebody did.'),
  licensesToUnassign: Count.optional().describe(
    'Seats that must be taken from users, because fewer were bought than are assigned.',
  ),
  orderId: z.string().describe('Id of the order.'),
  productType: z
    .object({
      id: z.string().describe('Id of the kind of product.'),
      displayName: z.string().describe('Name shown to people.'),
    })
    .describe('Kind of the product.'),
  links: z
    .object({
      offer: Link.describe('The offer.'),
      parentSubscription: Link.describe('The subscription to which this add-on belongs.'),
      product: Link.describe('The product.'),
      sku: Link.describe('The variant of the product.'),
      availability: Link.describe('Where the product is available.'),
      self: Link.describe('The resource itself.'),
    })
    .partial()
    .describe('Links of the resource.'),
  attributes: attributes('Subscription'),
});
export const Subscriptions = collectionOf(Subscription);

export const SubscriptionProvisioning = z.object({
  skuId: z.string().describe('Id of the plan that is provisioned.'),
  status: z.enum(['none', 'success', 'pending', 'failed']).describe('How far it is provisioned.'),
  quantity: Count.describe('Number of seats.'),
  endDate: WireInstant.describe('Until when it is provisioned.'),
  attributes: attributes('SubscriptionProvisioningStatus'),
});
export const SupportContact = z.object({
  supportTenantId: z.string().describe('Tenant of the partner that gives support.'),
  supportMpnId: z.string().optional().describe('Network id of the partner that gives support.'),
  name: z.string().describe('Name of the partner that gives support.'),
  links: selfLink,
  attributes: attributes('SupportContact'),
});
export const SubscriptionEvents = collectionOf(
  z.object({
    sequence: Count.describe('Number of the event, from 1.'),
    at: WireInstant.describe('When it happened.'),
    type: z.string().describe('What happened.'),
    by: z.string().describe('Who did it.'),
    changes: z
      .record(
        z.string(),
        z.object({
          before: z.unknown().optional().describe('Value before.'),
          after: z.unknown().optional().describe('Value after.'),
        }),
      )
      .describe('What changed, by member.'),
  }),
);

// --- the clear "no" (CAT-7) ----------------------------------------------------------------------------------------

/** Elements that never occur: the collections of conversions and upgrades are empty. */
export const NothingToConvert = collectionOf(
  z.object({
    offerId: z.string().describe('Id of the offer.'),
    targetOfferId: z.string().describe('Offer that it would become.'),
  }),
);
export const NothingToUpgrade = collectionOf(
  z.object({
    upgradeType: z.string().describe('Kind of the upgrade.'),
    isEligible: z.boolean().describe('Whether the subscription can be upgraded.'),
  }),
);
export const ConversionBody = z
  .object({
    offerId: codeText(200).describe('Id of the offer.'),
    targetOfferId: codeText(200).describe('Offer that it would become.'),
  })
  .partial();
export const ConversionResult = z.object({
  subscriptionId: z.string().describe('Id of the subscription.'),
  offerId: z.string().describe('Id of the offer.'),
  targetOfferId: z.string().describe('Offer that it would become.'),
  error: z
    .object({
      code: z.string().describe('Code of the fault.'),
      description: z.string().describe('The fault in words.'),
    })
    .describe('Why it cannot be converted.'),
  attributes: attributes('ConversionResult'),
});
export const UpgradeResult = z.object({
  sourceSubscriptionId: z.string().describe('Subscription that would be upgraded.'),
  upgradeType: z.literal('none').describe('Kind of the upgrade.'),
  upgradeErrors: z
    .array(
      z.object({
        code: Count.describe('Code of the fault; see the error codes.'),
        description: z.string().describe('The fault in words.'),
        attributes: attributes('UpgradeError'),
      }),
    )
    .describe('Why it cannot be upgraded.'),
  licenseErrors: z.array(z.unknown()).describe('Faults of single licences; always empty.'),
  attributes: attributes('UpgradeResult'),
});

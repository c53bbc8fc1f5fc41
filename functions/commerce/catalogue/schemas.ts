import * as z from 'zod';
import { bodyDate, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, Offset, Size } from '../../../shared/contracts/numbers.ts';
import { code, codeText, recordOf } from '../../../shared/contracts/text.ts';
import {
  allHeld,
  attributes,
  Country,
  collectionOf,
  Link,
  lenientEnum,
  selfLink,
} from '../../../shared/contracts/wire.ts';
import {
  BILLING_CYCLES,
  CATALOG_TYPES,
  FAMILIES,
  OFFER_STATES,
  offerId,
  PURCHASE_LIMITS,
  SEGMENTS,
} from './domain/offer.ts';
import { RESERVED } from './domain/openings.ts';
import {
  Description,
  EarlyTerminationFee,
  NewId,
  name,
  OfferId,
  PlainId,
  PlanShape,
  Qualifications,
  Texts,
  text,
} from './parts.ts';

export const CustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});

/** Longer than any id: who asks here for an item of three parts is told where it is. */
export const OfferPath = z.object({ offerId: codeText(200).min(1).transform(offerId).describe('Id of the offer.') });

export const OfferListQuery = z.object({
  country: Country.describe('Country in which the offers are sold.'),
  offer_category_id: codeText(60).optional().describe('Only offers of this category.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});

export const AddOnListQuery = OfferListQuery.omit({ offer_category_id: true });

export const CountryQuery = z.object({ country: Country.describe('Country whose categories are listed.') });

export const DefinitionListQuery = z.object({
  state: lenientEnum(OFFER_STATES).optional().describe('Only offers in this state.'),
  family: lenientEnum(FAMILIES).optional().describe('Only offers of this family.'),
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});

export const PageQuery = z.object({
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});

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
  supportedCatalogTypes: z.array(lenientEnum(CATALOG_TYPES)).max(20).describe('Catalogues that list it.'),
  /** Countries; `*` is every market of the program, `-AF` takes one out of it. */
  markets: z
    .array(code(z.string().regex(/^(\*|-?[A-Z]{2})$/, 'must be *, a country, or -country')))
    .min(1)
    .max(300)
    .describe('Countries in which it is sold; `*` is every market of the program, `-AF` takes one out of it.'),
};

/** What an offer may have. */
const mayBeThere = {
  id: NewId.describe('GUID for the offer; one is made when it is absent.'),
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
      z.object({
        id: z.string().describe('Id of the service.'),
        name: z.string().describe('Name of the service as programs use it.'),
        displayName: z.string().optional().describe('Name shown to people.'),
        targetType: z.string().optional().describe('`Tenant`: it serves the company as a whole.'),
      }),
    )
    .optional()
    .describe('Services that the plan has.'),
  licenseGroupId: z.string().optional().describe('Group of licences that it belongs to.'),
});

/** Members that are the same of every offer. */
const ofEveryOffer = {
  isTrial: z.boolean().describe('Whether it is a trial; the program has none.'),
  upgradeTargetOffers: z.array(z.string()).describe('Offers that it can be upgraded to.'),
  conversionTargetOffers: z.array(z.string()).describe('Offers that a trial can be converted to.'),
  isInternal: z.boolean().describe('Whether it is meant for tests of the program.'),
  isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
  acquisitionType: z.string().describe('How it is bought.'),
  actions: z.array(z.string()).describe('What can be done with it now.'),
};

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
  ...ofEveryOffer,
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
        resource: z
          .object({
            type: z.string().describe('Kind of the resource.'),
            id: z.string().describe('Id of the resource.'),
          })
          .optional()
          .describe('What the row made or found, where it has an id.'),
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

const categoryTexts = {
  name: name(100).describe('Name of the category.'),
  rank: z.number().int().min(0).describe('Place in lists: lower first.'),
  translations: recordOf(40, text(100), 100).describe('Texts in other languages, by language such as `de-DE`.'),
};

export const CategoryBody = z.object({
  id: PlainId.describe('Id of the category.'),
  ...categoryTexts,
  translations: categoryTexts.translations
    .default({})
    .describe('Texts in other languages, by language such as `de-DE`.'),
});

export const CategoryPath = z.object({ categoryId: codeText(60).describe('Id of the category, in any case.') });

export const CategoryChangeBody = z.object(allHeld(categoryTexts));

export const OpeningPath = z.object({
  reservedSegment: codeText(40).describe(
    '`education`, or `governmentCommunity` for the community cloud of governments.',
  ),
});

export const OpeningBody = z.object({ isOpen: z.boolean().describe('Whether its offers are sold.') });

export const Opening = z.object({
  id: z.enum(RESERVED).describe('What is closed until it is opened.'),
  isOpen: z.boolean().describe('Whether its offers are sold.'),
  attributes: attributes('Opening'),
});

export const Openings = collectionOf(Opening);

export const OfferCategoryDefinition = z.object({
  id: z.string().describe('Id of the category.'),
  name: z.string().describe('Name of the category.'),
  rank: Count.describe('Place in lists: lower first.'),
  translations: z.record(z.string(), z.string()).describe('Texts in other languages, by language such as `de-DE`.'),
  attributes: attributes('OfferCategoryDefinition'),
});

export const OfferCategoryDefinitions = collectionOf(OfferCategoryDefinition);

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
  ...ofEveryOffer,
  isAvailableForPurchase: z.boolean().describe('Whether it can be bought today.'),
  billing: z.enum(['license', 'usage', 'none']).describe('Billed by seats (`license`) or by use (`usage`).'),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)).describe('Cycles in which it can be billed.'),
  isAutoRenewable: z.boolean().describe('Whether its subscriptions can renew by themselves.'),
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
  supportedCatalogTypes: z.array(z.string()).describe('Catalogues that list it.'),
  attributes: attributes('Offer'),
});

export const Offers = collectionOf(Offer);

/** Rows of one request at most. */
export const ROWS_MAX = 2000;

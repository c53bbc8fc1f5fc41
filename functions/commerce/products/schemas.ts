import * as z from 'zod';
import { Count, Offset, Size } from '../../../shared/contracts/numbers.ts';
import { codeText } from '../../../shared/contracts/text.ts';
import {
  attributes,
  Country,
  collectionOf,
  Guid,
  Link,
  lenientEnum,
  selfLink,
} from '../../../shared/contracts/wire.ts';
import { BILLING_CYCLES, PURCHASE_LIMITS, SEGMENTS } from '../catalogue/domain/offer.ts';
import { CustomerPath } from '../catalogue/schemas.ts';

const country = Country.describe('Country in which it is sold.');
const targetView = codeText(60)
  .min(1)
  .describe(
    'Part of the catalogue: `OnlineServices` (seats), `MicrosoftAzure` (metered), `Azure` (both of Azure); reservations and software are known and empty.',
  );
const targetSegment = lenientEnum(SEGMENTS).optional().describe('Only what is sold to this kind of customers.');

export const ProductListQuery = z.object({
  country,
  targetView,
  targetSegment,
  offset: Offset.describe('Items to leave out before the page, from 0.'),
  size: Size.describe('Items on one page at most.'),
});
export const CustomerProductListQuery = ProductListQuery.omit({ country: true });
export const InCountryQuery = z.object({ country });
export const InSegmentQuery = z.object({ country, targetSegment });
export const CustomerInSegmentQuery = InSegmentQuery.omit({ country: true });

const Id = codeText(60);
export const ProductPath = z.object({ productId: Id.describe('Id of the product: of the plan that its offers sell.') });
export const SkuPath = ProductPath.extend({ skuId: Id.describe('Id of the SKU: of the offer.') });
export const AvailabilityPath = SkuPath.extend({
  availabilityId: Id.describe('Id of the availability; one of the last twelve months is still accepted.'),
});
export const CustomerProductPath = CustomerPath.extend(ProductPath.shape);
export const CustomerSkuPath = CustomerPath.extend(SkuPath.shape);
export const CustomerAvailabilityPath = CustomerPath.extend(AvailabilityPath.shape);

const kindOfItem = {
  id: z.string().describe('`OnlineServices` for seats, `Azure` for what is metered.'),
  displayName: z.string().describe('Name of the kind.'),
};

export const Product = z.object({
  id: z.string().describe('Id of the product: of the plan that its offers sell.'),
  title: z.string().describe('Name of the plan.'),
  description: z.string().describe('What its first offer says of it.'),
  productType: z
    .object({
      ...kindOfItem,
      subType: z.object(kindOfItem).optional().describe('Kind within the kind; seats have none.'),
    })
    .describe('What kind of product it is.'),
  isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
  publisherName: z.string().describe('Who publishes it.'),
  links: selfLink.extend({ skus: Link.describe('What of it can be bought.') }).describe('Links of the resource.'),
  attributes: attributes('Product'),
});
export const Products = collectionOf(Product);

export const Sku = z.object({
  id: z.string().describe('Id of the SKU: of the offer.'),
  productId: z.string().describe('Id of the product.'),
  title: z.string().describe('Name of the offer.'),
  description: z.string().describe('What the offer is.'),
  minimumQuantity: Count.describe('Fewest seats of one subscription.'),
  maximumQuantity: Count.describe('Most seats of one subscription.'),
  isTrial: z.boolean().describe('Whether it is a trial; the program has none.'),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)).describe('Cycles in which it can be billed.'),
  purchasePrerequisites: z
    .array(z.enum(['MicrosoftCloudAgreement', 'InventoryCheck']))
    .describe(
      'What comes before a purchase: the accepted agreement of the customer; asking what is left, where there is only so much.',
    ),
  inventoryVariables: z
    .array(z.enum(['CustomerId']))
    .describe('What the inventory check has to know: the customer, where each may have only so many.'),
  provisioningVariables: z
    .array(z.enum(['ParentSubscriptionId']))
    .describe('What a line has to say in its `provisioningContext`: of an add-on, its base.'),
  actions: z.array(z.string()).describe('What can be done with what is bought.'),
  dynamicAttributes: z
    .object({
      isMicrosoftProduct: z.boolean().describe('Whether the product is one of the vendor itself.'),
      billingType: z.enum(['license', 'usage']).describe('Billed by seats (`license`) or by use (`usage`).'),
      category: z.string().describe('Id of the category; empty for most add-ons.'),
      isAddon: z.boolean().describe('Whether it is sold only together with another offer.'),
      rank: Count.describe('Place in lists: lower first.'),
      hasAddOns: z.boolean().describe('Whether there are add-ons for it.'),
      isAutoRenewable: z.boolean().describe('Whether its subscriptions can renew by themselves.'),
      unitType: z.string().describe('What a seat is called, such as `Licenses`.'),
      limitUnitOfMeasure: z.enum(PURCHASE_LIMITS).describe('What `limit` counts: subscriptions at one time, or ever.'),
      limit: Count.describe('Most subscriptions that one customer may have.'),
      provisioningId: z.string().describe('Id of the plan: the key by which licences pool.'),
    })
    .describe('What else is known of it.'),
  links: selfLink
    .extend({ availabilities: Link.describe('As what it is available.') })
    .describe('Links of the resource.'),
  attributes: attributes('Sku'),
});
export const Skus = collectionOf(Sku);

const Term = z.object({
  id: z.string().describe('Id of the term within the availability.'),
  duration: z.string().describe('How long what is bought runs, as an ISO 8601 duration.'),
  description: z.string().describe('The term in words.'),
  billingCycle: z.enum(['Annual', 'Monthly']).describe('How it is billed.'),
  cancellationPolicies: z.array(z.string()).describe('None: what is suspended is credited for the days that remain.'),
});

export const Availability = z.object({
  id: z.string().describe('Id of the availability: the same for market and segment during the month of a price list.'),
  productId: z.string().describe('Id of the product.'),
  skuId: z.string().describe('Id of the SKU.'),
  catalogItemId: z.string().describe('What carts and orders take.'),
  defaultCurrency: z
    .object({
      code: z.string().describe('Currency, ISO 4217, such as `USD`.'),
      symbol: z.string().describe('Its sign, such as `$`.'),
    })
    .optional()
    .describe('What the partner pays in; an operator pays in none.'),
  segment: z.enum(SEGMENTS).describe('Kind of customers to whom it is sold.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  isPurchasable: z
    .boolean()
    .describe('Whether catalogue and price list let it be bought today; what is left of it says the inventory check.'),
  isRenewable: z.boolean().describe('Whether what is bought renews.'),
  renewalInstructions: z
    .array(
      z.object({
        applicableTermIds: z.array(z.string()).describe('Terms for which this holds.'),
        renewalOptions: z
          .array(
            z.object({
              renewToId: z.string().describe('Term that follows.'),
              isAutoRenewable: z.boolean().describe('Whether it follows by itself.'),
            }),
          )
          .describe('What may follow.'),
      }),
    )
    .describe('What follows a term; empty where nothing does.'),
  terms: z.array(Term).describe('For how long and in which cycles it is sold; the first is usual.'),
  product: Product.describe('The product.'),
  sku: Sku.describe('The SKU.'),
  links: selfLink,
  attributes: attributes('Availability'),
});
export const Availabilities = collectionOf(Availability);

/** Items of one inventory check at most. */
const ITEMS_MAX = 100;

export const InventoryCheckBody = z.object({
  targetItems: z
    .array(
      z.object({
        productId: Id.min(1).describe('Id of the product.'),
        skuId: Id.optional().describe('Id of the SKU; all of the product where there is none.'),
      }),
    )
    .min(1)
    .max(ITEMS_MAX)
    .describe('What is asked for.'),
  inventoryContext: z
    .object({
      customerId: Guid.optional().describe('Customer for whom it is asked; what it may not buy is left out.'),
      azureSubscriptionId: codeText(60).optional().describe('Not looked at: nothing here depends on it.'),
      armRegionName: codeText(60).optional().describe('Not looked at: nothing here depends on it.'),
    })
    .optional()
    .describe('For whom it is asked.'),
});

export const InventoryItem = z.object({
  productId: z.string().describe('Id of the product.'),
  skuId: z.string().describe('Id of the SKU.'),
  isRestricted: z.boolean().describe('Whether nothing of it is left.'),
  restrictions: z
    .array(
      z.object({
        reasonCode: z.enum(['OutOfInventory']).describe('Why.'),
        description: z.string().describe('The reason in words.'),
        properties: z
          .array(
            z.object({ key: z.string().describe('Name of the property.'), value: z.string().describe('Its value.') }),
          )
          .describe('What belongs to the reason; none here.'),
      }),
    )
    .describe('Why nothing is left; empty where something is.'),
});
export const InventoryItems = z.array(InventoryItem);

import * as z from 'zod';
import { bodyDate, queryDay } from '../../shared/contracts/dates.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { code, codeText, recordOf, written } from '../../shared/contracts/text.ts';
import { attributes, Country, collectionOf, enumKey, Link, lenientEnum } from '../../shared/contracts/wire.ts';
import { isDecimalText } from '../../shared/kernel/money.ts';
import { BILLING_CYCLES, FAMILIES, OFFER_STATES, offerId, PURCHASE_LIMITS, SEGMENTS } from './domain/offer.ts';
import { monthOf } from './domain/price-list.ts';
import { SUBSCRIPTION_STATUSES } from './domain/subscription.ts';

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

export const CustomerPath = z.object({ customerId: z.string() });
export const OfferPath = z.object({ offerId: OfferId });
export const CustomerOrderPath = z.object({ customerId: z.string(), orderId: z.string() });
export const OrderLinePath = z.object({ customerId: z.string(), orderId: z.string(), lineNumber: z.string() });
export const CustomerCartPath = z.object({ customerId: z.string(), cartId: z.string() });
export const SubscriptionPath = z.object({ customerId: z.string(), subscriptionId: z.string() });
const Month = code(z.string()).transform((value, context) => {
  const month = monthOf(value);
  if (month !== undefined) return month;
  context.addIssue({ code: 'custom', message: 'must be a month YYYYMM' });
  return z.NEVER;
});
export const MonthPath = z.object({ month: Month });

const Offset = wholeNumber(0, OFFSET_MAX).optional();
const Size = wholeNumber(0, OFFSET_MAX).optional();
const Flag = code(z.string())
  .transform((value) => value.toLowerCase() === 'true')
  .optional();

export const OfferListQuery = z.object({
  country: Country,
  offer_category_id: codeText(60).optional(),
  offset: Offset,
  size: Size,
});
export const CountryQuery = z.object({ country: Country });
export const PageQuery = z.object({ offset: Offset, size: Size });
export const OrderListQuery = z.object({ billingType: codeText(40).optional(), include_price: Flag });
export const OrderQuery = z.object({ include_price: Flag });
export const OrderCreateQuery = z.object({ dryRun: Flag });
export const SubscriptionListQuery = z.object({ order_id: codeText(100).optional(), mpn_id: codeText(100).optional() });
/** Subscriptions of one page at most. */
const SUBSCRIPTIONS_PER_PAGE = 500;
export const PartnerSubscriptionQuery = z.object({
  status: lenientEnum(SUBSCRIPTION_STATUSES).optional(),
  renewsBefore: queryDay().optional(),
  deprovisionsBefore: queryDay().optional(),
  offset: Offset,
  size: wholeNumber(1, SUBSCRIPTIONS_PER_PAGE).default(SUBSCRIPTIONS_PER_PAGE),
});
export const PriceQuery = z.object({
  country: Country.optional(),
  currency: codeText(3)
    .length(3)
    .transform((value) => value.toUpperCase())
    .optional(),
  family: codeText(40).optional(),
  offset: Offset,
  size: Size,
});
export const PricePutQuery = z.object({ whole: Flag });

// --- operator: offers ----------------------------------------------------------------------------------------------

const DecimalText = code(z.union([z.string().max(40), z.number()]))
  .transform(String)
  .refine((value) => isDecimalText(value), 'must be a decimal number')
  .meta({ type: 'string' } as never);

/** Descriptions have several lines. */
const Description = written({ max: 2000, min: 0, lines: true });
const Texts = z.object({ name: name(), description: Description.default('') });
const PlanShape = z.object({
  id: OfferId,
  name: name(),
  unit: text(60).optional(),
  skuPartNumber: codeText(100).optional(),
  servicePlans: z
    .array(z.object({ id: codeText(60), name: text(256) }))
    .max(100)
    .optional(),
});
const Qualifications = z.array(codeText(40)).max(10);

/** SUB-6: an amount per subscription, owed by partners that pay in its currency, or a percentage of what remains. */
const EarlyTerminationFee = z.union([
  z.object({ amount: DecimalText, currency: code(z.string().regex(/^[A-Z]{3}$/, 'must be a currency code')) }),
  z.object({ percentOfRemaining: DecimalText }),
]);

/** Every member may be left out: what is not said keeps its stored value, or takes the value that most offers have. */
export const OfferDefinitionBody = z
  .object({
    id: OfferId,
    name: name(),
    description: Description,
    translations: recordOf(codeText(40), Texts, 40),
    family: lenientEnum(FAMILIES),
    categoryId: codeText(60),
    rank: z.number().int().min(0),
    isAddOn: z.boolean(),
    prerequisiteOffers: z.array(OfferId).max(500),
    billing: lenientEnum(['license', 'usage']),
    supportedBillingCycles: z.array(lenientEnum(BILLING_CYCLES)).min(1).max(2),
    minimumQuantity: z.number().int().min(1),
    maximumQuantity: z.number().int().min(1).max(1_000_000_000),
    limitUnitOfMeasure: lenientEnum(PURCHASE_LIMITS),
    limit: z.number().int().min(0),
    unitType: text(60),
    plan: PlanShape,
    /** The public name of the plan; `plan` wins where both are sent. */
    product: PlanShape,
    salesGroupId: codeText(60),
    isAutoRenewable: z.boolean(),
    termUnitOfMeasure: codeText(20),
    term: z.number().int().min(1),
    resellerQualifications: Qualifications,
    reselleeQualifications: Qualifications,
    segments: z.array(lenientEnum(SEGMENTS)).min(1).max(4),
    supportedCatalogTypes: z.array(codeText(20)).max(20),
    learnMoreUri: codeText(500),
    /** Countries; `*` is every market of the program, `-AF` takes one out of it. */
    markets: z
      .array(code(z.string().regex(/^(\*|-?[A-Z]{2})$/, 'must be *, a country, or -country')))
      .min(1)
      .max(300),
    nationalCloud: z.enum(['germany', 'governmentCommunity']),
    earlyTerminationFee: EarlyTerminationFee,
    tenantSeatCap: z.number().int().min(1),
    inventory: z.object({ limit: z.number().int().min(0) }),
    saleFrom: bodyDate(),
    saleUntil: bodyDate({ never: true }),
  })
  .partial();

/** A PUT leaves out what it does not say, or says that it is unset. */
export const OfferChangeBody = OfferDefinitionBody.extend({
  saleFrom: bodyDate({ unset: true }).optional(),
  saleUntil: bodyDate({ unset: true, never: true }).optional(),
});

const PlanWire = z.object({
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  skuPartNumber: z.string().optional(),
  servicePlans: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
});

export const OfferDefinition = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  translations: z.record(z.string(), z.object({ name: z.string(), description: z.string() })),
  state: z.enum(OFFER_STATES),
  /** A draft that is published as soon as a published price list has a price for it. */
  publishWhenPriced: z.boolean().optional(),
  family: z.enum(FAMILIES),
  categoryId: z.string(),
  rank: Count,
  isAddOn: z.boolean(),
  prerequisiteOffers: z.array(z.string()),
  billing: z.enum(['license', 'usage']),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)),
  minimumQuantity: Count,
  maximumQuantity: Count,
  limitUnitOfMeasure: z.enum(PURCHASE_LIMITS),
  limit: Count,
  unitType: z.string(),
  plan: PlanWire,
  product: PlanWire,
  salesGroupId: z.string(),
  isAutoRenewable: z.boolean(),
  termUnitOfMeasure: z.string(),
  term: Count,
  resellerQualifications: z.array(z.string()),
  reselleeQualifications: z.array(z.string()),
  segments: z.array(z.enum(SEGMENTS)),
  supportedCatalogTypes: z.array(z.string()),
  learnMoreUri: z.string().optional(),
  markets: z.array(z.string()),
  nationalCloud: z.string().optional(),
  earlyTerminationFee: z
    .union([z.object({ amount: z.string(), currency: z.string() }), z.object({ percentOfRemaining: z.string() })])
    .optional(),
  tenantSeatCap: Count.optional(),
  inventory: z.object({ limit: Count }).optional(),
  saleFrom: WireInstant.optional(),
  saleUntil: WireInstant.optional(),
  renewable: z.boolean(),
  retiredFrom: WireInstant.optional(),
  links: z.object({ self: Link }),
  attributes: attributes('OfferDefinition'),
});
export const OfferDefinitions = collectionOf(OfferDefinition);

export const RetireBody = z.object({ from: bodyDate().optional(), renewable: z.boolean().optional() });

/** Answer of an import: counts, and what became of every row. */
export const ImportResult = z.object({
  rows: z.object({ total: Count, succeeded: Count, failed: Count }),
  results: z.array(
    z.object({
      row: Count,
      key: z.string(),
      status: z.enum(['valid', 'created', 'updated', 'skipped', 'failed']).meta({
        description:
          'valid: right, but not taken, because another row of a file that is taken whole or not at all is wrong',
      }),
      errors: z.array(z.object({ field: z.string(), code: Count, description: z.string() })),
    }),
  ),
});

export const CategoryBody = z.object({
  id: codeText(60).min(1),
  name: name(100),
  rank: z.number().int().min(0),
  translations: recordOf(codeText(40), text(100), 100).default({}),
});
export const OfferCategoryDefinition = z.object({
  id: z.string(),
  name: z.string(),
  rank: Count,
  translations: z.record(z.string(), z.string()),
  attributes: attributes('OfferCategoryDefinition'),
});
export const OfferCategoryDefinitions = collectionOf(OfferCategoryDefinition);

// --- catalogue -----------------------------------------------------------------------------------------------------

export const OfferCategory = z.object({
  id: z.string(),
  name: z.string(),
  rank: Count,
  locale: z.string(),
  country: z.string(),
  attributes: attributes('OfferCategory'),
});
export const OfferCategories = collectionOf(OfferCategory);

export const Offer = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  minimumQuantity: Count,
  maximumQuantity: Count,
  rank: Count,
  uri: z.string(),
  locale: z.string(),
  country: z.string(),
  category: OfferCategory,
  limitUnitOfMeasure: z.enum(PURCHASE_LIMITS),
  limit: Count,
  prerequisiteOffers: z.array(z.string()),
  isAddOn: z.boolean(),
  hasAddOns: z.boolean(),
  isTrial: z.boolean(),
  isAvailableForPurchase: z.boolean(),
  billing: z.enum(['license', 'usage', 'none']),
  supportedBillingCycles: z.array(z.enum(BILLING_CYCLES)),
  isAutoRenewable: z.boolean(),
  upgradeTargetOffers: z.array(z.string()),
  conversionTargetOffers: z.array(z.string()),
  reselleeQualifications: z.array(z.string()),
  resellerQualifications: z.array(z.string()),
  salesGroupId: z.string(),
  product: z.object({ id: z.string(), name: z.string(), unit: z.string() }),
  unitType: z.string(),
  links: z.object({ learnMore: Link.partial(), self: Link }),
  termUnitOfMeasure: z.string(),
  term: Count,
  isInternal: z.boolean(),
  isMicrosoftProduct: z.boolean(),
  acquisitionType: z.string(),
  supportedCatalogTypes: z.array(z.string()),
  actions: z.array(z.string()),
  attributes: attributes('Offer'),
});
export const Offers = collectionOf(Offer);

// --- price lists ---------------------------------------------------------------------------------------------------

const Percent = DecimalText.refine((value) => Number(value) >= 0 && Number(value) <= 100, 'must be from 0 to 100');
const Margins = z.array(z.object({ family: lenientEnum(FAMILIES), percent: Percent })).max(FAMILIES.length);

export const PriceListBody = z.object({ month: Month, margins: Margins.optional() });

/** Read row by row, so that a wrong one is answered as that row's error. */
const PriceText = z.union([codeText(40), z.number()]).transform(String);
const PriceRowBody = z.object({
  offerId: codeText(60),
  country: codeText(10),
  currency: codeText(10),
  segment: codeText(20).default('commercial'),
  listPrice: PriceText.default(''),
  wholesalePrice: PriceText.optional(),
  /** `DEL` takes the price out of the list. */
  change: codeText(10).optional(),
});
/** Rows of one request at most. */
export const ROWS_MAX = 2000;
export const PricesBody = z.object({
  prices: z.array(PriceRowBody).min(1).max(ROWS_MAX),
  margins: Margins.optional(),
});

const Change = z.enum(['ADD', 'CHG', 'DEL', 'UNC']);
export const Price = z.object({
  offerId: z.string(),
  country: z.string(),
  currency: z.string(),
  segment: z.enum(SEGMENTS),
  listPrice: z.string(),
  wholesalePrice: z.string(),
  per: z.literal('month'),
  change: Change,
});
const priceListShape = {
  month: z.string(),
  state: z.enum(['draft', 'published']),
  basedOn: z.string().optional(),
  publishAt: WireInstant.optional(),
  visibleFrom: WireInstant.optional(),
  effectiveFrom: WireInstant.optional(),
  prices: Count,
  margins: z.array(z.object({ family: z.string(), percent: z.string() })),
  links: z.object({ self: Link }),
  attributes: attributes('PriceList'),
};
export const PriceList = z.object(priceListShape);
export const PriceLists = collectionOf(PriceList);
/** A list with how it differs from the one before, and a page of its prices. */
export const PriceListDetail = z.object({
  ...priceListShape,
  changes: z.object({ ADD: Count, CHG: Count, DEL: Count, UNC: Count }),
  items: z.array(Price),
  totalCount: Count,
  links: z.object({ self: Link, next: Link.optional(), previous: Link.optional() }),
});

// --- orders --------------------------------------------------------------------------------------------------------

const ProvisioningContext = recordOf(codeText(100), z.union([text(256), z.null()]), 20);
const RenewedTerm = z.object({ termDuration: codeText(40).optional() });
const RenewsTo = z.union([RenewedTerm, z.array(RenewedTerm).max(10)]);
const FriendlyName = text(256);
const OptionalGuid = codeText(60)
  .transform((value) => value.trim().toLowerCase())
  .optional();

const OrderLineBody = z.object({
  lineItemNumber: z.number().int().optional(),
  offerId: codeText(200).min(1),
  quantity: Quantity,
  subscriptionId: OptionalGuid,
  parentSubscriptionId: OptionalGuid,
  friendlyName: FriendlyName.optional(),
  termDuration: codeText(40).optional(),
  partnerIdOnRecord: codeText(20).optional(),
  provisioningContext: ProvisioningContext.optional(),
  renewsTo: RenewsTo.optional(),
});

export const OrderBody = z.object({
  referenceCustomerId: codeText(100).optional(),
  billingCycle: Cycle.optional(),
  lineItems: z.array(OrderLineBody).min(1).max(100),
});

const OrderPatchLine = OrderLineBody.partial();
export const OrderPatchBody = z.object({
  status: codeText(40).optional(),
  billingCycle: Cycle.optional(),
  lineItems: z.array(OrderPatchLine).max(200).optional(),
});

const Amounts = z.object({
  listPrice: z.number(),
  discountedPrice: z.number(),
  proratedPrice: z.number(),
  price: z.number(),
  extendedPrice: z.number(),
});

export const OrderLine = z.object({
  lineItemNumber: Count,
  offerId: z.string(),
  subscriptionId: z.string().optional(),
  parentSubscriptionId: z.string().optional(),
  friendlyName: z.string(),
  quantity: Count,
  termDuration: z.string().optional(),
  transactionType: z.string(),
  partnerIdOnRecord: z.string().optional(),
  pricing: Amounts.optional(),
  links: z.object({
    product: Link,
    sku: Link,
    availability: Link.optional(),
    subscription: Link.optional(),
    provisioningStatus: Link.optional(),
    activationLinks: Link.optional(),
  }),
});

export const Order = z.object({
  id: z.string(),
  alternateId: z.string(),
  referenceCustomerId: z.string(),
  billingCycle: z.enum(BILLING_CYCLES),
  currencyCode: z.string(),
  currencySymbol: z.string(),
  lineItems: z.array(OrderLine),
  creationDate: WireInstant,
  status: z.enum(['completed', 'pending', 'cancelled']),
  transactionType: z.string(),
  totalPrice: z.number().optional(),
  client: z.object({}),
  links: z.object({ self: Link, provisioningStatus: Link, patchOperation: Link }).partial(),
  attributes: attributes('Order'),
});
export const Orders = collectionOf(Order);

const ProvisioningState = z.enum(['fulfilled', 'unfulfilled', 'prefulfillmentpending']);
export const OrderProvisioning = collectionOf(
  z.object({
    lineItemNumber: Count,
    status: ProvisioningState,
    quantityProvisioningInformation: z.array(z.object({ quantity: Count, status: ProvisioningState })),
    attributes: attributes('OrderLineItemProvisioningStatus'),
  }),
);
export const ActivationLinks = collectionOf(z.object({ lineItemNumber: Count, link: Link }));

// --- carts ---------------------------------------------------------------------------------------------------------

const Participant = z.object({ key: z.union([codeText(100), z.number()]), value: codeText(100) });
const cartLineBodyShape = {
  id: z.coerce.number().int().optional(),
  catalogItemId: codeText(200).optional(),
  catalogId: codeText(200).optional(),
  friendlyName: FriendlyName.optional(),
  quantity: Quantity,
  currencyCode: codeText(10).optional(),
  billingCycle: Cycle.optional(),
  termDuration: codeText(40).optional(),
  participants: z.array(Participant).max(20).optional(),
  provisioningContext: ProvisioningContext.optional(),
  renewsTo: RenewsTo.optional(),
};
const CartAddOnBody = z.object(cartLineBodyShape);
const CartLineBody = z.object({ ...cartLineBodyShape, addonItems: z.array(CartAddOnBody).max(100).optional() });
export const CartBody = z.object({ lineItems: z.array(CartLineBody).min(1).max(100) });

export const CartError = z.object({
  errorCode: Count,
  errorDescription: z.string(),
  additionalInformation: z
    .object({ availableQuantity: Count, purchasedQuantity: Count, code: Count })
    .partial()
    .optional(),
});
const cartLineShape = {
  id: Count,
  catalogItemId: z.string(),
  friendlyName: z.string().optional(),
  quantity: Count,
  currencyCode: z.string(),
  billingCycle: z.enum(BILLING_CYCLES),
  termDuration: z.string().optional(),
  participants: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
  provisioningContext: z.record(z.string(), z.string()).optional(),
  orderGroup: z.string(),
  error: CartError.optional(),
};
const CartAddOn = z.object(cartLineShape);
export const CartLine = z.object({ ...cartLineShape, addonItems: z.array(CartAddOn).optional() });
export const Cart = z.object({
  id: z.string(),
  creationTimestamp: WireInstant,
  lastModifiedTimestamp: WireInstant,
  expirationTimestamp: WireInstant,
  lastModifiedUser: z.string(),
  status: z.enum(['Active', 'Ordered']),
  lineItems: z.array(CartLine),
  links: z.object({ self: Link }),
  attributes: attributes('Cart'),
});
export const OrderError = z.object({
  orderGroupId: z.string(),
  code: Count,
  description: z.string(),
  lineItems: z.array(CartLine),
  attributes: attributes('OrderError'),
});
export const CartCheckoutResult = z.object({
  orders: z.array(Order),
  orderErrors: z.array(OrderError),
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
  friendlyName: name().optional(),
  quantity: Quantity.optional(),
  status: StatusWish.optional(),
  autoRenewEnabled: z.boolean().optional(),
  partnerId: codeText(20).optional(),
  billingCycle: Cycle.optional(),
});

export const Subscription = z.object({
  id: z.string(),
  offerId: z.string(),
  offerName: z.string(),
  friendlyName: z.string(),
  quantity: Count,
  unitType: z.string(),
  parentSubscriptionId: z.string().optional(),
  entitlementId: z.string().optional(),
  creationDate: WireInstant,
  effectiveStartDate: WireInstant,
  commitmentEndDate: WireInstant,
  status: z.enum(['active', 'suspended', 'deleted']),
  suspensionReasons: z.array(z.string()).optional(),
  autoRenewEnabled: z.boolean(),
  isTrial: z.boolean(),
  hasPurchasableAddons: z.boolean(),
  billingType: z.enum(['license', 'usage']),
  billingCycle: z.enum(BILLING_CYCLES),
  termDuration: z.string().optional(),
  renewalTermDuration: z.string().optional(),
  isMicrosoftProduct: z.boolean(),
  publisherName: z.string(),
  partnerId: z.string().optional(),
  contractType: z.literal('subscription'),
  actions: z.array(z.string()),
  attentionNeeded: z.boolean(),
  actionTaken: z.boolean(),
  licensesToUnassign: Count.optional(),
  orderId: z.string(),
  productType: z.object({ id: z.string(), displayName: z.string() }),
  links: z
    .object({ offer: Link, parentSubscription: Link, product: Link, sku: Link, availability: Link, self: Link })
    .partial(),
  attributes: attributes('Subscription'),
});
export const Subscriptions = collectionOf(Subscription);

export const SubscriptionProvisioning = z.object({
  skuId: z.string(),
  status: z.enum(['none', 'success', 'pending', 'failed']),
  quantity: Count,
  endDate: WireInstant,
  attributes: attributes('SubscriptionProvisioningStatus'),
});
export const SupportContact = z.object({
  supportTenantId: z.string(),
  supportMpnId: z.string().optional(),
  name: z.string(),
  links: z.object({ self: Link }),
  attributes: attributes('SupportContact'),
});
export const SubscriptionEvents = collectionOf(
  z.object({
    sequence: Count,
    at: WireInstant,
    type: z.string(),
    by: z.string(),
    changes: z.record(z.string(), z.object({ before: z.unknown().optional(), after: z.unknown().optional() })),
  }),
);

// --- the clear "no" (CAT-7) ----------------------------------------------------------------------------------------

/** Elements that never occur: the collections of conversions and upgrades are empty. */
export const NothingToConvert = collectionOf(z.object({ offerId: z.string(), targetOfferId: z.string() }));
export const NothingToUpgrade = collectionOf(z.object({ upgradeType: z.string(), isEligible: z.boolean() }));
export const ConversionBody = z.object({ offerId: codeText(200), targetOfferId: codeText(200) }).partial();
export const ConversionResult = z.object({
  subscriptionId: z.string(),
  offerId: z.string(),
  targetOfferId: z.string(),
  error: z.object({ code: z.string(), description: z.string() }),
  attributes: attributes('ConversionResult'),
});
export const UpgradeResult = z.object({
  sourceSubscriptionId: z.string(),
  upgradeType: z.literal('none'),
  upgradeErrors: z.array(z.object({ code: Count, description: z.string(), attributes: attributes('UpgradeError') })),
  licenseErrors: z.array(z.unknown()),
  attributes: attributes('UpgradeResult'),
});

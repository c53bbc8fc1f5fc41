import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { currencySymbol } from '../../../../shared/kernel/money.ts';
import { isRenewable, type Offer, textsIn } from '../../catalogue/index.ts';
import type * as s from '../../schemas.ts';
import type { Availability } from '../domain/availability.ts';
import type { Product } from '../domain/product.ts';
import type { FoundSku, Shelf } from './shelf.ts';

type ProductWire = z.input<typeof s.Product>;
type SkuWire = z.input<typeof s.Sku>;
type AvailabilityWire = z.input<typeof s.Availability>;

const pathOf = ({ root }: Shelf, productId: string): string => `${root}/products/${encodeURIComponent(productId)}`;
const skuPath = (shelf: Shelf, { product, sku }: FoundSku): string =>
  `${pathOf(shelf, product.id)}/skus/${encodeURIComponent(sku.id)}`;

const TYPES: Readonly<Record<Product['kind'], ProductWire['productType']>> = {
  OnlineServices: { id: 'OnlineServices', displayName: 'Online Services' },
  Azure: { id: 'Azure', displayName: 'Azure', subType: { id: 'Azure', displayName: 'Azure' } },
};

/** A product as partners see it (commerce contract 5.1). */
export function toProductWire(product: Product, shelf: Shelf): ProductWire {
  const path = pathOf(shelf, product.id);
  return {
    id: product.id,
    title: product.title,
    description: textsIn(product.skus[0]!, shelf.locale).description,
    productType: TYPES[product.kind],
    isMicrosoftProduct: true,
    publisherName: 'Program',
    links: { skus: link(`${path}/skus${shelf.ending}`), self: link(`${path}${shelf.ending}`) },
    attributes: { objectType: 'Product' },
  };
}

/** An offer as a SKU of its product (commerce contract 5.1). CAT-7: it is no trial. CAT-5: an add-on says that it needs a base. */
export function toSkuWire({ product, sku }: FoundSku, shelf: Shelf): SkuWire {
  const path = skuPath(shelf, { product, sku });
  return {
    id: sku.id,
    productId: product.id,
    ...titlesOf(sku, shelf),
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isTrial: false,
    supportedBillingCycles: [...sku.supportedBillingCycles],
    purchasePrerequisites: [
      'MicrosoftCloudAgreement',
      ...(sku.inventoryLimit === undefined ? [] : (['InventoryCheck'] as const)),
    ],
    inventoryVariables: sku.tenantSeatCap === undefined ? [] : ['CustomerId'],
    provisioningVariables: sku.isAddOn ? ['ParentSubscriptionId'] : [],
    actions: ['Cancel', 'Edit'],
    dynamicAttributes: {
      isMicrosoftProduct: true,
      billingType: sku.billing,
      category: sku.categoryId,
      isAddon: sku.isAddOn,
      rank: sku.rank,
      hasAddOns: shelf.catalogue.withAddOns.has(sku.id),
      isAutoRenewable: sku.isAutoRenewable,
      unitType: sku.unitType,
      limitUnitOfMeasure: sku.limitUnitOfMeasure,
      limit: sku.limit,
      provisioningId: product.id,
    },
    links: { availabilities: link(`${path}/availabilities${shelf.ending}`), self: link(`${path}${shelf.ending}`) },
    attributes: { objectType: 'Sku' },
  };
}

const titlesOf = (sku: Offer, { locale }: Shelf) => {
  const { name, description } = textsIn(sku, locale);
  return { title: name, description };
};

/** An offer as it is sold to one segment in one market (commerce contract 5.1 and 5.2). */
export function toAvailabilityWire(availability: Availability, found: FoundSku, shelf: Shelf): AvailabilityWire {
  const { id, offer, segment, isPurchasable } = availability;
  const currency = shelf.caller.account.partner?.currency;
  const terms = offer.supportedBillingCycles.map(termOf);
  const renews = isRenewable(offer);
  return {
    id,
    productId: found.product.id,
    skuId: offer.id,
    catalogItemId: offer.id,
    ...(currency && { defaultCurrency: { code: currency, symbol: currencySymbol(currency) } }),
    segment,
    country: shelf.look.viewer.country,
    isPurchasable,
    isRenewable: renews,
    renewalInstructions: renews
      ? terms.map((term) => ({
          applicableTermIds: [term.id],
          renewalOptions: [{ renewToId: term.id, isAutoRenewable: true }],
        }))
      : [],
    terms,
    product: toProductWire(found.product, shelf),
    sku: toSkuWire(found, shelf),
    links: { self: link(`${skuPath(shelf, found)}/availabilities/${id}${shelf.ending}`) },
    attributes: { objectType: 'Availability' },
  };
}

/** ORD-3: twelve months; carts and orders take the same word for metered use, whose bills have no term. */
const TERM = 'P1Y';

const termOf = (cycle: Offer['supportedBillingCycles'][number]): AvailabilityWire['terms'][number] => {
  const billingCycle = cycle === 'annual' ? 'Annual' : 'Monthly';
  return {
    id: `${TERM}-${billingCycle}`,
    duration: TERM,
    description: `Twelve months, billed ${cycle === 'annual' ? 'once a year' : 'every month'}`,
    billingCycle,
    cancellationPolicies: [],
  };
};

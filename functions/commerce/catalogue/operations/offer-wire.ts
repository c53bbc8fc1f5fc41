import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { categoryNameIn, findCategory } from '../domain/category.ts';
import { type Offer, type OfferDefinition, textsIn } from '../domain/offer.ts';

/** How one market and language see the catalogue. */
export interface OfferView {
  readonly partnerId: string;
  readonly country: string;
  readonly locale: string;
}

type OfferWire = z.input<typeof s.Offer>;
type CategoryWire = z.input<typeof s.OfferCategory>;

export const toCategoryWire = (
  from: Pick<Catalogue, 'categories'>,
  categoryId: string,
  { country, locale }: OfferView,
): CategoryWire => {
  const found = findCategory(from.categories, categoryId);
  return {
    id: found?.id ?? categoryId,
    name: found ? categoryNameIn(found, locale) : categoryId,
    rank: found?.rank ?? 0,
    locale,
    country,
    attributes: { objectType: 'OfferCategory' },
  };
};

/** True of every offer: the program sells no trials, no ways from one offer to another, and nothing for tests. */
const ofEveryOffer = () => ({
  isTrial: false,
  upgradeTargetOffers: [],
  conversionTargetOffers: [],
  isInternal: false,
  isMicrosoftProduct: true,
  acquisitionType: 'purchase',
  actions: ['Cancel', 'Edit'],
});

/** An offer as partners see it (commerce contract 5.1). */
export function toOfferWire(offer: Offer, from: Catalogue, view: OfferView, isAvailable = true): OfferWire {
  const { plan, learnMoreUri } = offer;
  return {
    id: offer.id,
    ...textsIn(offer, view.locale),
    minimumQuantity: offer.minimumQuantity,
    maximumQuantity: offer.maximumQuantity,
    rank: offer.rank,
    uri: `/${view.partnerId}/Offers/${offer.id}`,
    locale: view.locale,
    country: view.country,
    category: toCategoryWire(from, offer.categoryId, view),
    limitUnitOfMeasure: offer.limitUnitOfMeasure,
    limit: offer.limit,
    prerequisiteOffers: [...offer.prerequisiteOffers],
    isAddOn: offer.isAddOn,
    hasAddOns: from.withAddOns.has(offer.id),
    ...ofEveryOffer(),
    isAvailableForPurchase: isAvailable,
    billing: offer.billing,
    supportedBillingCycles: [...offer.supportedBillingCycles],
    isAutoRenewable: offer.isAutoRenewable,
    reselleeQualifications: [...offer.reselleeQualifications],
    resellerQualifications: [...offer.resellerQualifications],
    salesGroupId: offer.salesGroupId,
    product: { id: plan.id, name: plan.name, unit: plan.unit },
    unitType: offer.unitType,
    links: {
      learnMore: { ...(learnMoreUri && { uri: learnMoreUri }), method: 'GET', headers: [] },
      self: link(`/offers/${offer.id}?country=${view.country}`),
    },
    termUnitOfMeasure: offer.termUnitOfMeasure,
    term: offer.term,
    supportedCatalogTypes: [...offer.supportedCatalogTypes],
    attributes: { objectType: 'Offer' },
  };
}

/** An offer as the operator defined it (commerce contract 19.1). */
export function toDefinitionWire(offer: Offer): z.input<typeof s.OfferDefinition> {
  const { version: _, inventoryLimit, saleFrom, saleUntil, retiredFrom, plan, translations, ...kept } = offer;
  const planWire = {
    ...plan,
    ...(plan.servicePlans ? { servicePlans: [...plan.servicePlans] } : { servicePlans: undefined }),
  };
  return {
    ...kept,
    ...ofEveryOffer(),
    translations: { ...translations },
    prerequisiteOffers: [...kept.prerequisiteOffers],
    supportedBillingCycles: [...kept.supportedBillingCycles],
    resellerQualifications: [...kept.resellerQualifications],
    reselleeQualifications: [...kept.reselleeQualifications],
    segments: [...kept.segments],
    supportedCatalogTypes: [...kept.supportedCatalogTypes],
    markets: [...kept.markets],
    plan: planWire,
    product: planWire,
    ...(inventoryLimit === undefined ? {} : { inventory: { limit: inventoryLimit } }),
    ...(saleFrom && { saleFrom: toWireInstant(saleFrom) }),
    ...(saleUntil && { saleUntil: toWireInstant(saleUntil) }),
    ...(retiredFrom && { retiredFrom: toWireDay(retiredFrom) }),
    links: { self: link(`/operator/offers/${offer.id}`) },
    attributes: { objectType: 'OfferDefinition' },
  };
}

type DefinitionBody = z.output<typeof s.OfferDefinitionBody>;

/** What most offers have; metered ones are billed monthly and have no term to renew. */
const USUAL = {
  description: '',
  translations: {},
  categoryId: '',
  rank: 0,
  isAddOn: false,
  prerequisiteOffers: [],
  billing: 'license',
  minimumQuantity: 1,
  limitUnitOfMeasure: 'None',
  limit: 0,
  salesGroupId: 'Default',
  resellerQualifications: [],
  reselleeQualifications: [],
  segments: ['commercial'],
} as const;
const USUAL_SEATS = {
  supportedBillingCycles: ['annual', 'monthly'],
  maximumQuantity: 10_000_000,
  unitType: 'Licenses',
  isAutoRenewable: true,
  termUnitOfMeasure: 'Year',
  term: 1,
  supportedCatalogTypes: ['sandbox', 'live'],
} as const;
const USUAL_USAGE = {
  supportedBillingCycles: ['monthly'],
  maximumQuantity: 999_999_999,
  unitType: 'Usage-based',
  isAutoRenewable: false,
  termUnitOfMeasure: 'Month',
  term: 9999,
  supportedCatalogTypes: ['live'],
} as const;

/** Members without which there is no offer. */
const NEEDED = ['name', 'family', 'plan', 'markets'] as const;

/**
 * A definition from what was said, what is stored, and what is usual, in this order.
 * @returns the names of members that are missing all the same.
 */
export function fromDefinitionBody(
  body: DefinitionBody,
  id: string,
  before?: OfferDefinition,
): { definition: OfferDefinition } | { missing: readonly string[] } {
  const { product, inventory, ...members } = body;
  const said: typeof members = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
  const usual = (said.billing ?? before?.billing) === 'usage' ? USUAL_USAGE : USUAL_SEATS;
  const plan = said.plan ?? product ?? before?.plan;
  const definition = {
    ...USUAL,
    ...usual,
    ...(before && definitionOf(before)),
    ...said,
    ...(plan && { plan: { ...plan, unit: plan.unit ?? usual.unitType } }),
    ...(inventory && { inventoryLimit: inventory.limit }),
    id,
  } as OfferDefinition;
  const missing = NEEDED.filter((name) => definition[name] === undefined);
  return missing.length > 0 ? { missing } : { definition };
}

/** What an operator said of an offer, without what is ours. */
const definitionOf = (offer: OfferDefinition): OfferDefinition => {
  const {
    state: _,
    renewable: __,
    retiredFrom: ___,
    publishWhenPriced: ____,
    version: _____,
    ...kept
  } = offer as Offer;
  return kept;
};

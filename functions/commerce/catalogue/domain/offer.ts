import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { isProgramMarket, type Markets, NATIONAL_CLOUD_REGION } from './markets.ts';

/**
 * An offer is what can be bought: a plan on terms (limits, cycles, markets, who may sell and buy it). Several offers
 * may give the same plan; licences pool by plan.
 */
export const FAMILIES = ['office365', 'ems', 'crm', 'ax', 'azure'] as const;
export type Family = (typeof FAMILIES)[number];

export const SEGMENTS = ['commercial', 'education', 'government', 'nonprofit'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** Catalogues: what partners sell, and what their sandboxes try. */
export const CATALOG_TYPES = ['sandbox', 'live'] as const;
export type CatalogType = (typeof CATALOG_TYPES)[number];

export const BILLING_CYCLES = ['monthly', 'annual'] as const;
export type BillingCycle = (typeof BILLING_CYCLES)[number];

export const PURCHASE_LIMITS = ['None', 'Concurrent', 'Lifetime'] as const;
export type PurchaseLimit = (typeof PURCHASE_LIMITS)[number];

export const OFFER_STATES = ['draft', 'published', 'retired'] as const;
export type OfferState = (typeof OFFER_STATES)[number];

export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly skuPartNumber?: string | undefined;
  /** The services in it, of which a licence may leave some out. */
  readonly servicePlans?: readonly ServicePlan[] | undefined;
  /** Licences of the two groups are assigned apart; absent: `group1`, that of the directory. */
  readonly licenseGroupId?: LicenseGroup | undefined;
}

export const LICENSE_GROUPS = ['group1', 'group2'] as const;
export type LicenseGroup = (typeof LICENSE_GROUPS)[number];

export interface ServicePlan {
  readonly id: string;
  /** What programs call it, such as `EXCHANGE_S_ENTERPRISE`. */
  readonly name: string;
  readonly displayName?: string | undefined;
  /** `Tenant`: it serves the company as a whole. Absent: `User`. */
  readonly targetType?: 'User' | 'Tenant' | undefined;
}

export type EarlyTerminationFee =
  | { readonly amount: string; readonly currency: string }
  | { readonly percentOfRemaining: string };

/** What an operator says about an offer; state and version are ours. */
export interface OfferDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Texts by culture (`de-DE`) or language (`de`); `name` and `description` serve where none fits. */
  readonly translations: Readonly<Record<string, { readonly name: string; readonly description: string }>>;
  readonly family: Family;
  /** Empty for most add-ons. */
  readonly categoryId: string;
  readonly rank: number;
  readonly isAddOn: boolean;
  /** Base offers of an add-on; any one of them suffices (CAT-5). */
  readonly prerequisiteOffers: readonly string[];
  readonly billing: 'license' | 'usage';
  readonly supportedBillingCycles: readonly BillingCycle[];
  /** Seats of one subscription. */
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
  /** How many subscriptions of the offer one partner may have for one customer. */
  readonly limitUnitOfMeasure: PurchaseLimit;
  readonly limit: number;
  readonly unitType: string;
  readonly plan: Plan;
  readonly salesGroupId: string;
  readonly isAutoRenewable: boolean;
  readonly termUnitOfMeasure: string;
  readonly term: number;
  /** What a partner must be, one of these, to sell it. */
  readonly resellerQualifications: readonly string[];
  readonly reselleeQualifications: readonly string[];
  readonly segments: readonly Segment[];
  /** Catalogues that list it: an account of a sandbox buys from one, any other from the other. */
  readonly supportedCatalogTypes: readonly string[];
  readonly learnMoreUri?: string | undefined;
  /** Countries; `*` is every market of the program, `-AF` takes one out of it. */
  readonly markets: readonly string[];
  /** `germany`: CAT-6. `governmentCommunity`: closed in the program (CUS-5). */
  readonly nationalCloud?: 'germany' | 'governmentCommunity' | undefined;
  /** SUB-6: an amount in one currency, owed where that is the partner's, or a percentage of what remains. */
  readonly earlyTerminationFee?: EarlyTerminationFee | undefined;
  /** Seats of the offer that one customer may hold, all partners together. */
  readonly tenantSeatCap?: number | undefined;
  /** Seats of the offer that the program can sell in all. */
  readonly inventoryLimit?: number | undefined;
  /** First and last instant of sale. */
  readonly saleFrom?: Instant | undefined;
  readonly saleUntil?: Instant | undefined;
}

export interface Offer extends OfferDefinition {
  readonly state: OfferState;
  /** Day from which a retired offer is sold no more. */
  readonly retiredFrom?: Day | undefined;
  /** Whether running subscriptions of the retired offer still renew. */
  readonly renewable: boolean;
  /** A draft that becomes published as soon as a published price list has a price for it. */
  readonly publishWhenPriced?: boolean | undefined;
  readonly version: number;
}

/** CAT-2: an offer is sold in given markets. `*` is all of the program: those that are known, and those that a region has now. */
export function isSoldIn(
  offer: Pick<OfferDefinition, 'markets'>,
  country: string,
  markets: Markets,
  regionCountries: readonly string[] = [],
): boolean {
  if (offer.markets.includes(`-${country}`)) return false;
  const isInProgram = isProgramMarket(markets, country) || regionCountries.includes(country);
  return offer.markets.includes(country) || (offer.markets.includes('*') && isInProgram);
}

/** Published, and within the span of sale. */
export const isOnSale = (offer: Offer, at: Instant): boolean =>
  (offer.state === 'published' || (offer.state === 'retired' && utcDay(at) < (offer.retiredFrom ?? '0000'))) &&
  (offer.saleFrom === undefined || offer.saleFrom <= at) &&
  (offer.saleUntil === undefined || at < offer.saleUntil);

/** CUS-5, SUB-1: running subscriptions of the offer may grow and renew, also when it is no longer sold. */
export const isRenewable = (offer: Offer): boolean =>
  offer.isAutoRenewable && (offer.state !== 'retired' || offer.renewable);

/**
 * What a partner is: where it sells, in its region and the countries that this has now (PRG-3); the cloud that it is authorised for;
 * its part in the program; and whether its account is a sandbox.
 */
export interface Seller {
  readonly region?: string | undefined;
  readonly regionCountries?: readonly string[] | undefined;
  readonly cloud?: 'global' | 'germany' | undefined;
  readonly isIndirect?: boolean | undefined;
  readonly isSandbox?: boolean | undefined;
}

/** CAT-6: national-cloud offers are for partners that the program authorised for that cloud, which it does in its region alone. */
const isOfItsCloud = ({ nationalCloud }: Pick<OfferDefinition, 'nationalCloud'>, { cloud }: Seller): boolean =>
  nationalCloud !== 'germany' || cloud === 'germany';

/** What partners are qualified as, in lower case, under the names that offers give it. */
const qualificationsOf = ({ cloud, isIndirect }: Seller): ReadonlySet<string> =>
  new Set([isIndirect ? 'indirectprovider' : 'directpartner', ...(cloud === 'germany' ? ['germany'] : [])]);

/** CAT-1: an offer may name what its sellers are; what no partner is, none sells. */
function isQualified(
  { resellerQualifications }: Pick<OfferDefinition, 'resellerQualifications'>,
  seller: Seller,
): boolean {
  const named = resellerQualifications
    .map((name) => name.toLowerCase().replaceAll('_', ''))
    .filter((name) => name !== 'none');
  const own = qualificationsOf(seller);
  return named.length === 0 || named.some((name) => own.has(name));
}

/** Whether the catalogue of a partner's account lists an offer. */
const isListed = (
  { supportedCatalogTypes }: Pick<OfferDefinition, 'supportedCatalogTypes'>,
  { isSandbox }: Seller,
): boolean => supportedCatalogTypes.some((name) => name.toLowerCase() === (isSandbox ? 'sandbox' : 'live'));

/** Why a partner may not sell an offer; undefined: it may. */
export const notSellableBy = (
  offer: Pick<OfferDefinition, 'nationalCloud' | 'resellerQualifications' | 'supportedCatalogTypes'>,
  seller: Seller,
): 'cloud' | 'qualification' | 'catalogue' | undefined =>
  !isOfItsCloud(offer, seller)
    ? 'cloud'
    : !isQualified(offer, seller)
      ? 'qualification'
      : isListed(offer, seller)
        ? undefined
        : 'catalogue';

/** CAT-6: national-cloud offers are for customers in that region alone. */
export const isForCustomersIn = (
  offer: Pick<OfferDefinition, 'nationalCloud'>,
  country: string,
  markets: Markets,
  { region, regionCountries = [] }: Seller,
): boolean =>
  offer.nationalCloud !== 'germany' ||
  markets.regionOf(country) === NATIONAL_CLOUD_REGION ||
  (region === NATIONAL_CLOUD_REGION && regionCountries.includes(country));

/** The segment that is meant where none is named: `commercial` where the offer has it, else its first. */
export const priceSegment = (offer: Pick<OfferDefinition, 'segments'>): Segment =>
  offer.segments.includes('commercial') ? 'commercial' : (offer.segments[0] ?? 'commercial');

/** Name and description in a culture, else its language, else as defined. */
export function textsIn(offer: OfferDefinition, locale: string): { name: string; description: string } {
  const { translations } = offer;
  const found = translations[locale] ?? translations[locale.slice(0, 2)];
  return found ?? { name: offer.name, description: offer.description };
}

/** Ids are compared in any case; stored and answered in upper case. */
export const offerId = (text: string): string => text.trim().toUpperCase();

/** Bytes of an offer, all its texts in all languages; one that is stored fits into one item with room to spare. */
export const OFFER_BYTES_MAX = 140_000;
export function offerBytes(offer: OfferDefinition): number {
  const known = bytesOf.get(offer);
  if (known !== undefined) return known;
  const bytes = Buffer.byteLength(JSON.stringify(offer));
  bytesOf.set(offer, bytes);
  return bytes;
}

/** Counted once: an import asks for each offer with each one that comes behind it in a save. */
const bytesOf = new WeakMap<OfferDefinition, number>();

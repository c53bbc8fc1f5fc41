import type { Instant } from '../../../../shared/kernel/time.ts';
import type { OfferCategory } from './category.ts';
import { firstMarkets, type Markets } from './markets.ts';
import { isClosed, isOnSale, isSellableBy, isSoldIn, type Offer, offerId, qualificationNeeded } from './offer.ts';

/** The whole catalogue at one version, indexed for reading. */
export interface Catalogue {
  readonly offers: ReadonlyMap<string, Offer>;
  readonly categories: readonly OfferCategory[];
  /** Offers that published add-ons name as their base. */
  readonly withAddOns: ReadonlySet<string>;
  readonly markets: Markets;
}

export function catalogue(
  offers: Iterable<Offer>,
  categories: readonly OfferCategory[],
  markets: Markets = firstMarkets,
): Catalogue {
  const byId = new Map<string, Offer>();
  const withAddOns = new Set<string>();
  for (const offer of offers) {
    byId.set(offer.id, offer);
    if (offer.state === 'published' && !isClosed(offer))
      for (const base of offer.prerequisiteOffers) withAddOns.add(base);
  }
  return { offers: byId, categories, withAddOns, markets };
}

export const findOffer = ({ offers }: Catalogue, id: string): Offer | undefined => offers.get(offerId(id));

/** Who looks at the catalogue, and for which market. */
export interface Viewer {
  readonly country: string;
  /** The cloud that the partner is authorised for. */
  readonly partnerCloud: string | undefined;
  /** The operator sees offers of every national cloud. */
  readonly isOperator: boolean;
  /** Set when a customer is shopped for: what it cannot buy is hidden. */
  readonly qualification?: string;
}

/**
 * Offers on sale for a viewer, by rank (CAT-2, CAT-6, CUS-5). Nonprofit offers are shown to partners, and hidden
 * where the customer is known not to hold the qualification.
 */
export const visibleOffers = (from: Catalogue, viewer: Viewer, at: Instant): Offer[] =>
  [...from.offers.values()].filter((offer) => isVisible(offer, viewer, from.markets, at)).sort(byRank);

export function isVisible(offer: Offer, viewer: Viewer, markets: Markets, at: Instant): boolean {
  if (isClosed(offer) || !isOnSale(offer, at) || !isSoldIn(offer, viewer.country, markets)) return false;
  if (!viewer.isOperator && !isSellableBy(offer, viewer.partnerCloud)) return false;
  const needed = qualificationNeeded(offer);
  return viewer.qualification === undefined || needed === undefined || needed === viewer.qualification;
}

const byRank = (a: Offer, b: Offer): number => a.rank - b.rank || (a.id < b.id ? -1 : 1);

/** CAT-5: the add-ons that name an offer as their base. */
export const addOnsOf = (from: Catalogue, base: string, viewer: Viewer, at: Instant): Offer[] =>
  visibleOffers(from, viewer, at).filter((offer) => offer.prerequisiteOffers.includes(offerId(base)));

import type { Instant } from '../../../../shared/kernel/time.ts';
import type { OfferCategory } from './category.ts';
import { firstMarkets, type Markets } from './markets.ts';
import { isForCustomersIn, isOnSale, isSoldIn, notSellableBy, type Offer, offerId, type Seller } from './offer.ts';
import { everOpenSegments, isClosed, type Openings, segmentsFor } from './openings.ts';

/** The whole catalogue at one version, indexed for reading. */
export interface Catalogue {
  readonly offers: ReadonlyMap<string, Offer>;
  readonly categories: readonly OfferCategory[];
  readonly openings: Openings;
  /** Offers that published add-ons name as their base. */
  readonly withAddOns: ReadonlySet<string>;
  readonly markets: Markets;
}

export function catalogue(
  offers: Iterable<Offer>,
  categories: readonly OfferCategory[],
  markets: Markets = firstMarkets,
  openings: Openings = {},
): Catalogue {
  const byId = new Map<string, Offer>();
  const withAddOns = new Set<string>();
  for (const offer of offers) {
    byId.set(offer.id, offer);
    if (offer.state === 'published' && !isClosed(offer, openings))
      for (const base of offer.prerequisiteOffers) withAddOns.add(base);
  }
  return { offers: byId, categories, openings, withAddOns, markets };
}

export const findOffer = ({ offers }: Pick<Catalogue, 'offers'>, id: string): Offer | undefined =>
  offers.get(offerId(id));

/** Who looks at the catalogue, and for which market. */
export interface Viewer extends Seller {
  readonly country: string;
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
  [...from.offers.values()].filter((offer) => isVisible(from, offer, { viewer, at })).sort(byRank);

/** Who looks, and when. */
export interface Look {
  readonly viewer: Viewer;
  readonly at: Instant;
}

/**
 * Whether nothing in the catalogue keeps the viewer from selling an offer: rows 2 to 5 of the checks of a line (commerce
 * contract 8.2), but for its price.
 */
export const isVisible = (from: Pick<Catalogue, 'openings' | 'markets'>, offer: Offer, { viewer, at }: Look): boolean =>
  isOnSale(offer, at) &&
  isSoldIn(offer, viewer.country, from.markets, viewer.regionCountries) &&
  isForCustomersIn(offer, viewer.country, from.markets, viewer) &&
  mayTouch(offer, viewer) &&
  segmentsFor(offer, from.openings, viewer.qualification).length > 0;

/**
 * Whether the viewer finds an offer by its id. What was sold leads here for good: also when it is sold no more, not in this
 * country any longer, or in a segment that was closed again.
 */
export const isKnown = (from: Pick<Catalogue, 'openings'>, offer: Offer, viewer: Viewer): boolean =>
  offer.state !== 'draft' && mayTouch(offer, viewer) && everOpenSegments(offer, from.openings).length > 0;

const mayTouch = (offer: Offer, viewer: Viewer): boolean =>
  viewer.isOperator || notSellableBy(offer, viewer) === undefined;

export const byRank = (a: Offer, b: Offer): number => a.rank - b.rank || (a.id < b.id ? -1 : 1);

/** CAT-5: the add-ons that name an offer as their base. */
export const addOnsOf = (from: Catalogue, base: string, viewer: Viewer, at: Instant): Offer[] =>
  visibleOffers(from, viewer, at).filter((offer) => offer.prerequisiteOffers.includes(offerId(base)));

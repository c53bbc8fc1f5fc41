import { type Catalogue, isVisible, type Look } from '../../catalogue/domain/catalogue.ts';
import { availabilityId, placeOfAvailability } from '../../catalogue/domain/catalogue-item.ts';
import type { Offer, Segment } from '../../catalogue/domain/offer.ts';
import { everOpenSegments, segmentsFor } from '../../catalogue/domain/openings.ts';

/** An offer as it is sold in one market, to one segment, under the price list of one month (commerce contract 5.2). */
export interface Availability {
  readonly id: string;
  readonly offer: Offer;
  readonly segment: Segment;
  /** Whether a purchase that names it now is kept from it by nothing in catalogue and price list. */
  readonly isPurchasable: boolean;
}

/** What price lists say of an item: under which months it is and was named, and in which segments it has a price today. */
export interface Listing {
  readonly month: string;
  readonly itemMonths: readonly string[];
  readonly pastMonths: readonly string[];
  /** Metered use needs no price. */
  isPriced(segment: Segment): boolean;
}

/** What an offer is available as today: one for each segment in which it is sold to the viewer. */
export const availabilitiesOf = (from: Catalogue, offer: Offer, look: Look, listing: Listing): Availability[] =>
  sellingSegments(from, offer, look).map((segment) => ({
    id: availabilityId(offer.id, { country: look.viewer.country, segment, month: listing.month }),
    offer,
    segment,
    isPurchasable: listing.isPriced(segment),
  }));

/**
 * The availability of an id, of today or of any month before. One that is too old to be bought, or that nobody may buy any
 * longer, is still found: orders and subscriptions link to it. A customer's is found only where it may buy.
 */
export function availabilityOf(
  from: Catalogue,
  offer: Offer,
  id: string,
  look: Look,
  listing: Listing,
): Availability | undefined {
  const { country, qualification } = look.viewer;
  const place = placeOfAvailability(offer, id, { country, months: listing.pastMonths });
  const selling = sellingSegments(from, offer, look);
  const shown = qualification === undefined ? everOpenSegments(offer, from.openings) : selling;
  if (!place || !shown.includes(place.segment)) return undefined;
  const isAccepted = listing.itemMonths.includes(place.month);
  return {
    id: id.toUpperCase(),
    offer,
    segment: place.segment,
    isPurchasable: isAccepted && selling.includes(place.segment) && listing.isPriced(place.segment),
  };
}

const sellingSegments = (from: Catalogue, offer: Offer, look: Look): Segment[] =>
  isVisible(from, offer, look) ? segmentsFor(offer, from.openings, look.viewer.qualification) : [];

import { type Catalogue, findOffer } from './catalogue.ts';
import { type Offer, offerId, type Segment } from './offer.ts';

/**
 * One sellable item has three names (commerce contract 5.2): the offer id, and `{product}:{sku}:{availability}` where
 * the product is the plan, the SKU the offer, and the availability an opaque id that is stable for offer, market and
 * segment within the month of a price list and accepted for twelve months after.
 */
export interface ItemPlace {
  readonly country: string;
  readonly segment: string;
  /** Month of the price list in force, `yyyy-MM`; empty before the first one. */
  readonly month: string;
}

const AVAILABILITY_LENGTH = 12;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** The availability id of an offer: twelve characters from two FNV-1a hashes, no secret, only stable. */
export function availabilityId(offerId: string, { country, segment, month }: ItemPlace): string {
  const text = [offerId.toUpperCase(), country, segment, month].join('|');
  let id = '';
  for (let round = 0; id.length < AVAILABILITY_LENGTH; round += 1) {
    let hash = fnv1a(`${round}|${text}`);
    for (let digit = 0; digit < 6; digit += 1) {
      id += ALPHABET[hash & 31];
      hash >>>= 5;
    }
  }
  return id.slice(0, AVAILABILITY_LENGTH);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}

export type ItemRefusal = { readonly name: 'offer_unknown' | 'availability_not_found'; readonly description: string };

/** A sellable item; the segment where its name has one. */
export interface Item {
  readonly offer: Offer;
  readonly segment?: Segment;
}

/** Where and when an item is named: months whose availability ids are accepted. */
export interface ItemPeriod {
  readonly country: string;
  readonly months: readonly string[];
}

/** The item that an id means. A triple whose parts do not fit together is no item. */
export function offerOfItem(
  from: Pick<Catalogue, 'offers'>,
  itemId: string,
  period: ItemPeriod,
): Item | { readonly refusal: ItemRefusal } {
  const [first, sku, availability, ...rest] = itemId.trim().split(':');
  if (sku === undefined) {
    const offer = findOffer(from, first ?? '');
    return offer && offer.state !== 'draft'
      ? { offer }
      : { refusal: { name: 'offer_unknown', description: `No offer has the id ${itemId}.` } };
  }
  const offer = findOffer(from, sku);
  const isOfPlan = offer && offer.state !== 'draft' && offerId(first ?? '') === offerId(offer.plan.id);
  const segment =
    isOfPlan && rest.length === 0 ? placeOfAvailability(offer, availability ?? '', period)?.segment : undefined;
  return offer && segment
    ? { offer, segment }
    : { refusal: { name: 'availability_not_found', description: `No availability has the id ${itemId}.` } };
}

/** Segment and month of an availability of an offer; undefined when it has none with this id in any of the months. */
export function placeOfAvailability(
  offer: Pick<Offer, 'id' | 'segments'>,
  id: string,
  { country, months }: ItemPeriod,
): { readonly segment: Segment; readonly month: string } | undefined {
  const places = months.flatMap((month) => offer.segments.map((segment) => ({ segment, month })));
  return places.find((place) => availabilityId(offer.id, { country, ...place }) === offerId(id));
}

import { type Catalogue, findOffer } from './catalogue.ts';
import type { Offer } from './offer.ts';

/**
 * One sellable item has three names (commerce contract 5.2): the offer id, and `{product}:{sku}:{availability}` where
 * the product is the plan, the SKU the offer, and the availability an opaque id that is stable for offer, market and
 * segment within the month of a price list and accepted for twelve months after.
 */
export interface ItemPlace {
  readonly country: string;
  readonly segment: string;
  /** Month of the price list in force, `yyyy-MM`. */
  readonly month: string;
}

const AVAILABILITY_LENGTH = 12;
const MONTHS_ACCEPTED = 12;
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

/** The months whose availability ids are accepted: the present one and twelve before it. */
function acceptedMonths(month: string): string[] {
  const index = +month.slice(0, 4) * 12 + +month.slice(5, 7) - 1;
  return Array.from({ length: MONTHS_ACCEPTED + 1 }, (_, back) => {
    const at = index - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

export type ItemRefusal = { readonly name: 'offer_unknown' | 'availability_not_found'; readonly description: string };

/** The offer that an item id means. A triple whose parts do not fit together is no item. */
export function offerOfItem(
  from: Catalogue,
  itemId: string,
  place: Omit<ItemPlace, 'segment'>,
): { readonly offer: Offer } | { readonly refusal: ItemRefusal } {
  const [first, sku, availability, ...rest] = itemId.trim().split(':');
  const isTriple = sku !== undefined;
  const offer = findOffer(from, isTriple ? sku : (first ?? ''));
  if (!offer || offer.state === 'draft')
    return isTriple
      ? { refusal: { name: 'availability_not_found', description: `No availability has the id ${itemId}.` } }
      : { refusal: { name: 'offer_unknown', description: `No offer has the id ${itemId}.` } };
  if (!isTriple) return { offer };
  const isOfPlan = first?.toUpperCase() === offer.plan.id.toUpperCase();
  const isKnown =
    rest.length === 0 &&
    isOfPlan &&
    acceptedMonths(place.month).some((month) =>
      offer.segments.some(
        (segment) =>
          availabilityId(offer.id, { country: place.country, segment, month }) === availability?.toUpperCase(),
      ),
    );
  return isKnown
    ? { offer }
    : { refusal: { name: 'availability_not_found', description: `No availability has the id ${itemId}.` } };
}

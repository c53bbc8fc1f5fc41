import { type OfferDefinition, priceSegment, type Segment } from './offer.ts';

/**
 * What stays closed in the program until the operator opens it (CUS-5): academic use, and the community cloud of
 * governments. Government *pricing* is an ordinary segment.
 */
export const RESERVED = ['education', 'governmentCommunity'] as const;
export type Reserved = (typeof RESERVED)[number];

/** True for what is open, false for what was once; what was never opened is not there. */
export type Openings = Readonly<Partial<Record<Reserved, boolean>>>;

type Kind = Pick<OfferDefinition, 'segments' | 'nationalCloud'>;

/** The segments of an offer in which it is open; none for an offer of the community cloud while that is closed. */
export function openSegments({ segments, nationalCloud }: Kind, openings: Openings): Segment[] {
  if (nationalCloud === 'governmentCommunity' && openings.governmentCommunity !== true) return [];
  return segments.filter((segment) => segment !== 'education' || openings.education === true);
}

export const isClosed = (offer: Kind, openings: Openings): boolean => openSegments(offer, openings).length === 0;

/** The segments in which an offer is or was open: what was sold then is still to be found by its id. */
export const everOpenSegments = (offer: Kind, openings: Openings): Segment[] =>
  openSegments(offer, Object.fromEntries(Object.keys(openings).map((reserved) => [reserved, true])));

/** What customers are qualified as, under the names that offers give it. */
const QUALIFICATIONS: Readonly<Record<string, string>> = { governmentcommunitycloud: 'government' };

/**
 * What a customer must be, in lower case, to buy an offer in a segment: one of these; none are named where anybody may.
 * Of ordinary government pricing the partner answers for who is eligible.
 */
export function qualificationsNeeded(
  { reselleeQualifications, nationalCloud }: Pick<OfferDefinition, 'reselleeQualifications' | 'nationalCloud'>,
  segment: Segment,
): string[] {
  if (nationalCloud === 'governmentCommunity') return ['government'];
  const named = reselleeQualifications
    .map((name) => name.toLowerCase().replaceAll('_', ''))
    .filter((name) => name !== 'none');
  if (named.length > 0) return named.map((name) => QUALIFICATIONS[name] ?? name);
  return segment === 'education' || segment === 'nonprofit' ? [segment] : [];
}

/** The open segments of an offer in which a customer of this qualification may buy; undefined: in which some may. */
export const segmentsFor = (
  offer: Pick<OfferDefinition, 'segments' | 'nationalCloud' | 'reselleeQualifications'>,
  openings: Openings,
  qualification?: string,
): Segment[] =>
  openSegments(offer, openings).filter((segment) => {
    const needed = qualificationsNeeded(offer, segment);
    return qualification === undefined || needed.length === 0 || needed.includes(qualification);
  });

/** The segment that a customer of this qualification buys an offer in, where the purchase names none (ORD-4). */
export function boughtSegment(
  offer: Pick<OfferDefinition, 'segments' | 'nationalCloud' | 'reselleeQualifications'>,
  openings: Openings,
  qualification: string,
): Segment {
  const segments = segmentsFor(offer, openings, qualification);
  return priceSegment(segments.length > 0 ? { segments } : offer);
}

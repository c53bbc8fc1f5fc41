import { shownText } from '../../../../shared/kernel/csv.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import { addSeconds, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import { type Offer, type Segment, textsIn } from '../../catalogue/domain/offer.ts';
import type { HeldPrice } from '../../price-lists/domain/held-price.ts';
import { instantCell } from './cells.ts';

/** What a sheet is of: the prices of today, those of the next list, or those of a month that has begun. */
export const TIMELINES = ['current', 'history', 'future'] as const;
export type Timeline = (typeof TIMELINES)[number];

/** Views of the public API: seats, and metered use. The others are of what the program does not sell. */
export const SEATS_VIEW = 'updatedlicensebased';
export const METERS_VIEW = 'azure_consumption';
export const EMPTY_VIEWS: ReadonlySet<string> = new Set([
  'azure_reservations',
  'marketplace',
  'software',
  'licensebasedest',
  'licensebasedeos',
]);

export const EUROPEAN_REGION = 'EU_EFTA';
/** Currencies of a European partner's sheet; others have that of their bills. */
export const EUROPEAN_CURRENCIES: ReadonlySet<string> = new Set(['EUR', 'GBP', 'CHF', 'DKK', 'NOK', 'SEK']);

/** Columns in their order; `EndofSaleDate` stands in a sheet of the future alone. */
export const sheetColumns = (timeline: Timeline): readonly string[] => [
  ...['ProductTitle', 'ProductId', 'SkuId', 'SkuTitle', 'Publisher', 'SkuDescription', 'UnitOfMeasure'],
  ...['TermDuration', 'BillingPlan', 'Market', 'Currency', 'UnitPrice', 'PricingTierRangeMin', 'PricingTierRangeMax'],
  ...['EffectiveStartDate', 'EffectiveEndDate', ...(timeline === 'future' ? ['EndofSaleDate'] : [])],
  ...['Tags', 'ERP Price', 'Segment'],
];

const SEGMENT_TEXTS: Readonly<Record<Segment, string>> = {
  commercial: 'Commercial',
  government: 'Government',
  education: 'Education',
  nonprofit: 'Charity',
};
const PLAN_TEXTS = { monthly: 'Monthly', annual: 'Annual' } as const;
/** How the catalogue calls who publishes its offers. */
const PUBLISHER = 'Program';

/** Months of an offer's term. */
const termMonths = ({ term, termUnitOfMeasure }: Offer): number => (termUnitOfMeasure === 'Year' ? 12 : 1) * term;

/** CAT-3: a price of a seat and month, for the whole term: exact, in the decimals of its currency. */
export const termPrice = (perMonth: string, currency: string, offer: Offer): string =>
  new Exact(perMonth).times(termMonths(offer)).toFixed(minorUnitDecimals(currency));

export interface SheetPlace {
  readonly market: string;
  readonly currency: string;
  readonly timeline: Timeline;
  readonly locale: string;
  /** When another list takes the place of this one, as far as partners know; a price ends then, unless earlier. */
  readonly until?: Instant | undefined;
}

/** A row for each billing plan of an offer. */
export function sheetRows(offer: Offer, held: HeldPrice, place: SheetPlace): string[][] {
  const { market, currency, timeline, locale } = place;
  const { name, description } = textsIn(offer, locale);
  const end = held.until ?? (timeline === 'history' ? place.until : undefined);
  return offer.supportedBillingCycles.map((cycle) => [
    shownText(offer.plan.name),
    offer.plan.id,
    offer.id,
    shownText(name),
    PUBLISHER,
    shownText(description),
    shownText(offer.plan.unit),
    `P${offer.term}${offer.termUnitOfMeasure === 'Year' ? 'Y' : 'M'}`,
    PLAN_TEXTS[cycle],
    market,
    currency,
    termPrice(held.price.wholesale, currency, offer),
    String(offer.minimumQuantity),
    String(offer.maximumQuantity),
    instantCell(held.from),
    instantCell(end && addSeconds(end, -1)),
    ...(timeline === 'future' ? [endOfSale(offer)] : []),
    '',
    termPrice(held.price.list, currency, offer),
    SEGMENT_TEXTS[held.segment],
  ]);
}

function endOfSale({ saleUntil, retiredFrom }: Offer): string {
  const end = saleUntil ?? (retiredFrom && startOfDay(retiredFrom));
  return end ? instantCell(addSeconds(end, -1)) : '';
}

/** Whether a price holds at some time of a span: both from an instant up to, not including, another. */
export const isShown = (
  { from, until }: Pick<HeldPrice, 'from' | 'until'>,
  span: { readonly from: Instant; readonly until: Instant },
): boolean => from < span.until && (until === undefined || until > span.from);

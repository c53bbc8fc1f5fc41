import { Exact } from '../../../../shared/kernel/exact.ts';
import { amountText, isDecimalText, minorUnitDecimals, money } from '../../../../shared/kernel/money.ts';
import { ok, type Result } from '../../../../shared/kernel/result.ts';
import { isProgramMarket, type Markets } from '../../catalogue/domain/markets.ts';
import { type Offer, priceSegment, SEGMENTS, type Segment } from '../../catalogue/domain/offer.ts';
import { pairOf } from './pair.ts';

/** List and wholesale price of a seat and month in one market, currency and segment; plain decimal texts. */
export interface Price {
  readonly list: string;
  readonly wholesale: string;
  /** What it was exchanged by: absent of what a list has in the currency itself. */
  readonly exchange?: PriceExchange | undefined;
}

/** What turned a price into another currency: the rate of a month. */
export interface PriceExchange {
  readonly pricingCurrency: string;
  readonly rate: string;
  /** `yyyy-MM`. */
  readonly month: string;
}

/** Prices of one pair: by offer, then segment. */
export type PairPrices = Readonly<Record<string, Readonly<Partial<Record<Segment, Price>>>>>;

/** A row as an operator sends it. */
export interface PriceRow {
  readonly offerId: string;
  readonly country: string;
  readonly currency: string;
  readonly segment: string;
  readonly listPrice: string;
  /** Empty: list less the margin of the family. */
  readonly wholesalePrice?: string | undefined;
  /** The row takes its price out of the list. */
  readonly isRemoved?: boolean | undefined;
}

export interface AcceptedPrice {
  readonly pair: string;
  readonly offerId: string;
  readonly segment: Segment;
  /** Undefined: the price is taken out. */
  readonly price: Price | undefined;
}

export interface PriceError {
  readonly field: string;
  readonly description: string;
}

const CURRENCY_PATTERN = /^[A-Z]{3}$/;

/**
 * CAT-3: what the partner pays when a row names no wholesale price: list × (1 − margin), rounded once to the minor
 * unit, half away from zero.
 */
export function wholesaleFrom(listPrice: string, currency: string, marginPercent: string): string {
  const kept = new Exact(100).minus(marginPercent).div(100);
  return kept.times(listPrice).toFixed(minorUnitDecimals(currency));
}

/** What a row is judged by. */
export interface PriceRules {
  readonly offerOf: (id: string) => Offer | undefined;
  /** In percent, by family. */
  readonly margins: Readonly<Record<string, string>>;
  readonly markets: Markets;
}

/** Checks one row and derives its wholesale price. A price has no more decimals than its currency. */
export function acceptPrice(
  row: PriceRow,
  { offerOf, margins, markets }: PriceRules,
): Result<AcceptedPrice, PriceError> {
  const wrong = (field: string, description: string) => ({ ok: false as const, refusal: { field, description } });
  const [country, currency] = [row.country.trim().toUpperCase(), row.currency.trim().toUpperCase()];
  const offer = offerOf(row.offerId.trim().toUpperCase());
  if (!offer) return wrong('offerId', `no offer has the id ${row.offerId}`);
  if (offer.billing === 'usage') return wrong('offerId', 'a usage-based offer is priced by its rate card');
  if (!row.isRemoved && !isProgramMarket(markets, country))
    return wrong('country', `${row.country} is no market of the program`);
  if (!CURRENCY_PATTERN.test(currency)) return wrong('currency', `${row.currency} is no currency code`);
  const segment = row.segment.trim() === '' ? priceSegment(offer) : segmentNamed(row.segment);
  if (!segment) return wrong('segment', `${row.segment} is no segment`);
  if (!row.isRemoved && !offer.segments.includes(segment))
    return wrong('segment', `${offer.name} is not sold to ${segment}`);
  const accepted = { pair: pairOf(country, currency), offerId: offer.id, segment };
  if (row.isRemoved) return ok({ ...accepted, price: undefined });
  const list = priceText(row.listPrice, currency);
  if (list === undefined) return wrong('listPrice', `${row.listPrice || 'nothing'} is no amount in ${currency}`);
  const given = row.wholesalePrice?.trim();
  if (!given) {
    const margin = margins[offer.family];
    if (margin === undefined) return wrong('wholesalePrice', `is needed: the list has no margin for ${offer.family}`);
    return ok({ ...accepted, price: { list, wholesale: wholesaleFrom(list, currency, margin) } });
  }
  const wholesale = priceText(given, currency);
  if (wholesale === undefined) return wrong('wholesalePrice', `${given} is no amount in ${currency}`);
  return ok({ ...accepted, price: { list, wholesale } });
}

const segmentNamed = (name: string): Segment | undefined =>
  SEGMENTS.find((segment) => segment === name.trim().toLowerCase());

/** An amount of the currency's decimals, as it is stored; undefined for what is none, or is negative. */
function priceText(given: string, currency: string): string | undefined {
  const text = given.trim();
  if (!isDecimalText(text) || text.startsWith('-')) return undefined;
  const decimals = text.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  return decimals > minorUnitDecimals(currency) ? undefined : amountText(money(text, currency));
}

/** Prices of a pair after accepted rows; `undefined` takes one out. */
export function withPrices(before: PairPrices, rows: readonly AcceptedPrice[]): PairPrices {
  const after: Record<string, Partial<Record<Segment, Price>>> = { ...before };
  for (const { offerId, segment, price } of rows) {
    const { [segment]: _, ...others } = after[offerId] ?? {};
    const bySegment = price ? { ...others, [segment]: price } : others;
    if (Object.keys(bySegment).length > 0) after[offerId] = bySegment;
    else delete after[offerId];
  }
  return after;
}

export function priceCount(prices: PairPrices): number {
  let count = 0;
  // A list has hundreds of thousands: nothing is made of them to count them.
  for (const offerId in prices) for (const _ in prices[offerId]) count += 1;
  return count;
}

export type PriceChange = 'ADD' | 'CHG' | 'DEL' | 'UNC';

/** Prices by what became of them since the list before; the others stayed. */
export interface PriceChanges {
  readonly ADD: number;
  readonly CHG: number;
  readonly DEL: number;
}
export const NO_CHANGES: PriceChanges = { ADD: 0, CHG: 0, DEL: 0 };

export const addedCounts = (a: PriceChanges, b: PriceChanges): PriceChanges => ({
  ADD: a.ADD + b.ADD,
  CHG: a.CHG + b.CHG,
  DEL: a.DEL + b.DEL,
});
export const lessCounts = (a: PriceChanges, b: PriceChanges): PriceChanges => ({
  ADD: a.ADD - b.ADD,
  CHG: a.CHG - b.CHG,
  DEL: a.DEL - b.DEL,
});

/** How many prices differ. */
export function countedChanges(before: PairPrices, after: PairPrices): PriceChanges {
  const counts = { ADD: 0, CHG: 0, DEL: 0, UNC: 0 };
  for (const { change } of comparePrices(before, after)) counts[change] += 1;
  const { UNC: _, ...changes } = counts;
  return changes;
}

export interface ComparedPrice {
  readonly offerId: string;
  readonly segment: Segment;
  readonly price: Price;
  readonly change: PriceChange;
}

/** Every price of a pair with what became of it since the list before; taken-out ones with their last price. */
export function comparePrices(before: PairPrices, after: PairPrices): ComparedPrice[] {
  const compared: ComparedPrice[] = [];
  for (const [offerId, segments] of Object.entries(after))
    for (const [segment, price] of Object.entries(segments)) {
      const old = before[offerId]?.[segment as Segment];
      const isSame = old?.list === price.list && old.wholesale === price.wholesale;
      const change = old === undefined ? 'ADD' : isSame ? 'UNC' : 'CHG';
      compared.push({ offerId, segment: segment as Segment, price, change });
    }
  for (const [offerId, segments] of Object.entries(before))
    for (const [segment, price] of Object.entries(segments))
      if (!after[offerId]?.[segment as Segment])
        compared.push({ offerId, segment: segment as Segment, price, change: 'DEL' });
  return compared;
}

/** The same with the pair that it is in. */
export interface PairPrice extends ComparedPrice {
  readonly pair: string;
}

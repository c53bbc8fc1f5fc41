import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, addMonths, type Day, type DayPeriod, day } from '../../../../shared/kernel/time.ts';
import type { ExchangeRate, MeterDiscount, MeterRate, RateBook } from '../domain/rate-book.ts';
import { type CardId, type CardMeter, type OfferTerm, versionName } from '../domain/rate-card.ts';
import type { ReadContent } from '../store/card-contents.ts';
import { exchangeStore } from '../store/exchange-store.ts';
import type { MonthRates, RateVersion } from '../store/rate-card-items.ts';
import { rateCardStore } from '../store/rate-card-store.ts';
import type { RateCardsDeps } from './dependencies.ts';

export interface BookOf {
  readonly currency: string;
  readonly region: string;
  /** First and last usage day that it is asked about. */
  readonly from: Day;
  readonly to: Day;
}

/**
 * The rates of a partner's currency and region for a span of days. A meter that the card in the partner's currency does not
 * name is taken from that of the pricing currency of a month's exchange rates, in the same region (M3). It costs some read
 * units for the versions and months, and an object a version that the process has not read yet.
 */
export async function rateBook(deps: Pick<RateCardsDeps, 'table' | 'files'>, of: BookOf): Promise<RateBook> {
  const { currency, region, from, to } = of;
  const months = await exchangeStore(deps.table).months(monthsIn(from, to));
  const foreign = [...months.values()].filter(({ rates }) => rates[currency] !== undefined);
  const currencies = new Set([currency, ...foreign.map(({ pricingCurrency }) => pricingCurrency)]);
  const cards = await Promise.all(
    [...currencies].map((each) => cardIn({ name: 'azure', currency: each, region }, { from, to }, deps)),
  );
  return {
    currency,
    meter: (meterId, on) => found(cards, meterId, on)?.rate,
    discount(meterId, on) {
      const place = found(cards, meterId, on);
      return place ? place.card.discount(meterId, on) : NO_DISCOUNT;
    },
    exchange: (on, pricing) => exchangeOn(months.get(on.slice(0, 7)), { currency, pricing }),
  };
}

/** The same for the days of a span, as billing asks for it. */
export const rateBookOf = (
  { start, end, ...of }: DayPeriod & Pick<BookOf, 'currency' | 'region'>,
  deps: Pick<RateCardsDeps, 'table' | 'files'>,
): Promise<RateBook> => rateBook(deps, { ...of, from: start, to: addDays(end, -1) });

function monthsIn(from: Day, to: Day): string[] {
  const months: string[] = [];
  for (let month = day(`${from.slice(0, 7)}-01`); month <= to; month = addMonths(month, 1))
    months.push(month.slice(0, 7));
  return months;
}

function exchangeOn(
  month: MonthRates | undefined,
  { currency, pricing }: { currency: string; pricing: string },
): ExchangeRate | undefined {
  if (pricing === currency) return UNCHANGED;
  if (month?.pricingCurrency !== pricing) return undefined;
  const rate = month.rates[currency];
  return rate === undefined ? undefined : { rate, publishedFor: month.month };
}

const UNCHANGED: ExchangeRate = { rate: '1' };
const NO_DISCOUNT: MeterDiscount = { fraction: '0', terms: [] };

interface CardInSpan {
  meter(meterId: string, on: Day): MeterRate | undefined;
  discount(meterId: string, on: Day): MeterDiscount;
}

function found(cards: readonly CardInSpan[], meterId: string, on: Day) {
  for (const card of cards) {
    const rate = card.meter(meterId, on);
    if (rate) return { card, rate };
  }
  return undefined;
}

/** A card's versions that are in effect in a span, newest first, each with what it changes; the oldest with everything. */
async function cardIn(
  card: CardId,
  { from, to }: Pick<BookOf, 'from' | 'to'>,
  deps: Pick<RateCardsDeps, 'table' | 'files'>,
) {
  const store = rateCardStore(deps);
  const versions = (await store.versions(card)).filter(({ effectiveOn }) => effectiveOn <= to);
  const base = versions.findLastIndex(({ effectiveOn }) => effectiveOn <= from);
  const read = await Promise.all(
    versions.slice(Math.max(base, 0)).map(async (version, index) => ({
      version,
      content: await store.content(index === 0 ? version.cardFile : version.ownFile),
    })),
  );
  return inSpan(card, read.reverse());
}

interface ReadVersion {
  readonly version: RateVersion;
  readonly content: ReadContent;
}

function inSpan(card: CardId, newestFirst: readonly ReadVersion[]): CardInSpan {
  const discounts = new Map<Day, MeterDiscount>();
  return {
    meter(meterId, on) {
      for (const { version, content } of newestFirst) {
        const meter = version.effectiveOn <= on ? content.byId.get(meterId) : undefined;
        if (meter) return rateOf(meter, card);
      }
      return undefined;
    },
    discount(meterId, on) {
      const sets = newestFirst.find(({ version, content }) => version.effectiveOn <= on && content.terms)?.content
        .terms;
      const terms = (sets ?? []).filter(({ effectiveOn }) => effectiveOn <= on);
      const counted = terms.filter((term) => !excludedBy(term).has(meterId));
      if (counted.length < terms.length) return discountOf(counted);
      const known = discounts.get(on) ?? discountOf(counted);
      discounts.set(on, known);
      return known;
    },
  };
}

/** Rating keeps what it reads of a rate by the object: a meter has one. */
const rates = new WeakMap<CardMeter, MeterRate>();

function rateOf(meter: CardMeter, card: CardId): MeterRate {
  const known = rates.get(meter);
  if (known) return known;
  const { id, on, ...facts } = meter;
  const rate = { meterId: id, ...facts, currency: card.currency, version: versionName(card, on), effectiveOn: on };
  rates.set(meter, rate);
  return rate;
}

const excluded = new WeakMap<OfferTerm, ReadonlySet<string>>();
function excludedBy(term: OfferTerm): ReadonlySet<string> {
  const known = excluded.get(term) ?? new Set(term.excludedMeterIds);
  excluded.set(term, known);
  return known;
}

/** U5: the sum of the terms. */
const discountOf = (terms: readonly OfferTerm[]): MeterDiscount => ({
  fraction: terms.reduce((sum, { discount }) => sum.plus(discount), new Exact(0)).toFixed(),
  terms: terms.map(({ name }) => name),
});

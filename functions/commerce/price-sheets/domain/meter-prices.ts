import type { RateCardFile } from '../../../../events/rate-card-file.ts';
import { shownText } from '../../../../shared/kernel/csv.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { dayCell } from './cells.ts';
import type { Timeline } from './price-sheet.ts';

type Meter = RateCardFile['meters'][number];

/** A rate card from a day on, up to the next of its place. */
export interface CardInForce {
  readonly from: Day;
  readonly card: RateCardFile;
}

/** What a meter costs on some days that follow each other. */
export interface MeterPrice {
  readonly meter: Meter;
  /** Part of the rates that a partner does not pay, 0 to 1. */
  readonly discount: string;
  readonly from: Day;
  /** The first day that it does not hold; absent while nothing else is known. */
  readonly until?: Day;
}

/**
 * The prices of all meters on the days of a span, by meter and day (CAT-3, U5): one for each stretch of days on which rates and
 * discount are the same. `cards` are those in force in the span and the next one, oldest first; a price that began before them
 * begins when it did, as far as these cards tell. What is to change after `knownThrough` is no end.
 */
export function meterPrices(cards: readonly CardInForce[], span: DayPeriod, knownThrough: Day): MeterPrice[] {
  const prices = new Map<string, MeterPrice[]>();
  for (const { from, until, card } of stretches(cards, knownThrough)) {
    if (until !== undefined && until <= span.start) continue;
    for (const meter of card.meters) {
      const discount = discountOf(card, meter.id, from);
      const known = prices.get(meter.id) ?? [];
      const last = known.at(-1);
      const isSame = last?.until === from && last.discount === discount && last.meter.on === meter.on;
      if (!isSame && from >= span.end) continue;
      const began = last ? from : startOf(card, meter, from);
      const held = { meter, discount, from: isSame ? last.from : began, ...(until !== undefined && { until }) };
      prices.set(meter.id, isSame ? [...known.slice(0, -1), held] : [...known, held]);
    }
  }
  return [...prices.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, of]) => of);
}

interface Stretch extends CardInForce {
  readonly until?: Day;
}

/** Days on which neither a card nor its offer terms change. */
function stretches(cards: readonly CardInForce[], knownThrough: Day): Stretch[] {
  return cards.flatMap(({ from, card }, index) => {
    const next = cards[index + 1]?.from;
    const starts = new Set<Day>([from, ...(card.terms ?? []).map(({ effectiveOn }) => effectiveOn as Day)]);
    const days = [...starts]
      .filter((on) => on >= from && on <= knownThrough && (next === undefined || on < next))
      .sort();
    return days.map((start, at): Stretch => {
      const until = days[at + 1] ?? next;
      return { from: start, card, ...(until !== undefined && { until }) };
    });
  });
}

const termsFor = ({ terms = [] }: RateCardFile, meterId: string, on: Day) =>
  terms.filter(({ effectiveOn, excludedMeterIds }) => effectiveOn <= on && !excludedMeterIds.includes(meterId));

const discountOf = (card: RateCardFile, meterId: string, on: Day): string =>
  termsFor(card, meterId, on)
    .reduce((sum, { discount }) => sum.plus(discount), new Exact(0))
    .toFixed();

/** Since when the first price of a meter holds: its rates, and what comes off them. */
const startOf = (card: RateCardFile, meter: Meter, on: Day): Day =>
  [meter.on as Day, ...termsFor(card, meter.id, on).map(({ effectiveOn }) => effectiveOn as Day)].reduce((a, b) =>
    a < b ? b : a,
  );

const PUBLISHER = 'Program';

/** A row for each tier of a price: metered use has no term, and is sold to everybody alike. */
export const meterRows = (
  { meter, discount, from, until }: MeterPrice,
  { market, currency, timeline }: { market: string; currency: string; timeline: Timeline },
): string[][] =>
  meter.tiers.map(({ from: bound, rate }, index) => [
    shownText(meter.category),
    meter.id,
    meter.id,
    shownText(meter.name),
    PUBLISHER,
    shownText([meter.subcategory, meter.region].filter(Boolean).join(', ')),
    shownText(meter.unit),
    ...['', ''],
    ...[market, currency],
    new Exact(1).minus(discount).times(rate).toFixed(),
    bound,
    meter.tiers[index + 1]?.from ?? '',
    dayCell(from),
    dayCell(until && addDays(until, -1), 'end'),
    ...(timeline === 'future' ? [dayCell(undefined, 'end')] : []),
    shownText(meter.tags.join(';')),
    rate,
    'Commercial',
  ]);

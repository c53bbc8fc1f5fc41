import { shownText } from '../../../../shared/kernel/csv.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { dayCell } from './cells.ts';
import type { Timeline } from './price-sheet.ts';

/** A meter as a rate card has it: rates by lower bound of billable units. */
export interface PricedMeter {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly subcategory: string;
  readonly region: string;
  readonly unit: string;
  readonly tags: readonly string[];
  readonly tiers: readonly { readonly from: string; readonly rate: string }[];
  /** Since when it is so. */
  readonly on: string;
}

/** A rate card as it holds from a day on. */
export interface PricedCard {
  readonly meters: readonly PricedMeter[];
  readonly terms?:
    | readonly {
        readonly discount: string;
        readonly excludedMeterIds: readonly string[];
        readonly effectiveOn: string;
      }[]
    | undefined;
}

/** A rate card from a day on, up to the next of its place. */
export interface CardInForce {
  readonly from: Day;
  readonly until: Day | undefined;
  readonly card: PricedCard;
}

/** What a meter costs on some days that follow each other. */
export interface MeterPrice {
  readonly meter: PricedMeter;
  /** Part of the rates that a partner does not pay, 0 to 1. */
  readonly discount: string;
  readonly from: Day;
  /** The first day that it does not hold; absent while nothing else is known. */
  readonly until: Day | undefined;
}

/**
 * Gathers the prices of all meters on the days of a span (CAT-3, U5): one for each stretch of days on which rates and discount are
 * the same. Cards come one after the other, oldest first: those in force in the span, and the next one. A price that began before
 * them begins when it did, as far as these cards tell; what is to change after `knownThrough` is no end.
 */
export function meterPrices(span: DayPeriod, knownThrough: Day) {
  const prices = new Map<string, MeterPrice[]>();
  return {
    add(inForce: CardInForce): void {
      for (const { from, until } of stretches(inForce, knownThrough)) {
        if (until !== undefined && until <= span.start) continue;
        const terms = termsOn(inForce.card, from);
        for (const meter of inForce.card.meters) {
          const counted = terms.filter(({ excluded }) => !excluded.has(meter.id));
          const discount = counted.reduce((sum, term) => sum.plus(term.discount), new Exact(0)).toFixed();
          const known = prices.get(meter.id) ?? [];
          const last = known.at(-1);
          const isSame = last?.until === from && last.discount === discount && last.meter.on === meter.on;
          if (!isSame && from >= span.end) continue;
          // What stays the same is kept of the card that had it first, so that the others need not stay in memory.
          const held = isSame
            ? { ...last, until }
            : { meter, discount, from: last ? from : startOf(meter, counted), until };
          prices.set(meter.id, isSame ? [...known.slice(0, -1), held] : [...known, held]);
        }
      }
    },
    /** By meter and day. */
    all: (): readonly MeterPrice[] =>
      [...prices.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, of]) => of),
  };
}

/** Days on which neither a card nor its offer terms change. */
function stretches({ from, until, card }: CardInForce, knownThrough: Day) {
  const starts = new Set<Day>([from, ...(card.terms ?? []).map(({ effectiveOn }) => effectiveOn as Day)]);
  const days = [...starts]
    .filter((on) => on >= from && on <= knownThrough && (until === undefined || on < until))
    .sort();
  return days.map((start, at) => ({ from: start, until: days[at + 1] ?? until }));
}

interface CountedTerm {
  readonly discount: string;
  readonly effectiveOn: string;
  readonly excluded: ReadonlySet<string>;
}

const termsOn = ({ terms = [] }: PricedCard, on: Day): CountedTerm[] =>
  terms
    .filter(({ effectiveOn }) => effectiveOn <= on)
    .map(({ excludedMeterIds, ...term }) => ({ ...term, excluded: new Set(excludedMeterIds) }));

/** Since when the first price of a meter holds: its rates, and what comes off them. */
const startOf = (meter: PricedMeter, terms: readonly CountedTerm[]): Day =>
  [meter.on, ...terms.map(({ effectiveOn }) => effectiveOn)].reduce((a, b) => (a < b ? b : a)) as Day;

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

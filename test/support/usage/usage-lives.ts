import type { DaySheet, SheetRow } from '../../../functions/billing/usage/domain/day-sheet.ts';
import {
  addDays,
  addMonths,
  type Day,
  type DayPeriod,
  day,
  daysBetween,
  startOfDay,
} from '../../../shared/kernel/time.ts';
import type { Chance } from '../chance.ts';
import type { PlainHistory, PlainUse, PlainVersion } from './plain-usage.ts';
import { aRateBook } from './rate-book.ts';

/** Random histories of metered use: late, corrected, repriced, discounted, exchanged, over several invoices. */
const QUANTITIES = ['1', '7', '0.5', '12.25', '100', '333.3333333333', '0.0000000001', '64'] as const;
const RATES = ['1', '0.12', '0.045', '0.0000001', '2.5', '0', '19.99'] as const;
const BOUNDS = ['10', '50.5', '100', '1024'] as const;

export function aLife(chance: Chance): PlainHistory {
  const first = addDays(day('2026-01-01'), chance.between(0, 40));
  const periods = Array.from({ length: 3 }, (_, index) => ({
    start: addMonths(first, index),
    end: addMonths(first, index + 1),
    taxPercent: chance.of(['0', '20', '7.7']),
  }));
  const span = { start: first, end: periods.at(-1)!.end };
  const meterIds = chance.isTrue(0.3) ? ['a', 'b'] : ['a'];
  const meters = Object.fromEntries(meterIds.map((meterId) => [meterId, versionsIn(span, chance)]));
  const terms = Array.from({ length: chance.between(0, 2) }, () => ({
    from: chance.isTrue(0.5) ? '2025-01-01' : dayIn(span, chance),
    discount: chance.of(['0.15', '0.05', '0.333']),
    excludes: chance.isTrue(0.3) ? ['b'] : [],
  }));
  const uses = Array.from({ length: chance.between(1, 6) }, () => aUse(span, chance, meterIds));
  const exchange = chance.isTrue(0.3) && {
    exchange: Object.fromEntries(
      Array.from({ length: 6 }, (_, month) => [`2026-0${month + 1}`, chance.of(['0.846202666', '1.1', '112.5'])]),
    ),
  };
  return { minorUnits: chance.of([100n, 100n, 1n, 1000n]), meters, terms, periods, uses, ...exchange };
}

/** The same with invoices that were voided for good: soon or months after they were issued. */
export function withVoids(life: PlainHistory, chance: Chance): PlainHistory {
  const { start, end } = life.periods.at(-1)!;
  const voids = life.periods.flatMap(({ end: issuedOn }, period) => {
    const behind = daysBetween(day(issuedOn), day(end));
    return chance.isTrue(0.4) ? [{ period, on: addDays(day(issuedOn), chance.between(0, behind)) }] : [];
  });
  const corrections = Array.from({ length: chance.between(1, 3) }, () => {
    const use = chance.of(life.uses);
    return { ...use, reportedOn: dayIn({ start: day(start), end: day(end) }, chance), isCorrection: true };
  });
  const takenBack = corrections.map((use) => ({ ...use, quantity: `-${use.quantity.replace('-', '')}` }));
  return { ...life, voids, uses: [...life.uses, ...takenBack] };
}

const dayIn = ({ start, end }: DayPeriod, chance: Chance): Day =>
  addDays(start, chance.between(0, daysBetween(start, end) - 1));

function versionsIn(span: DayPeriod, chance: Chance): PlainVersion[] {
  const later = Array.from({ length: chance.between(0, 2) }, () => dayIn(span, chance));
  return ['2025-01-01', ...new Set(later)].sort().map((from) => ({
    from,
    included: chance.of(['0', '0', '5', '20.5']),
    rates: ['0', ...BOUNDS.filter(() => chance.isTrue(0.3))].map((bound) => [bound, chance.of(RATES)] as const),
  }));
}

/** Reported at once, some days later or months later; a correction takes back whatever it says. */
function aUse(span: DayPeriod, chance: Chance, meterIds: readonly string[]): PlainUse {
  const on = dayIn(span, chance);
  const lateDays = chance.of([0, 0, 0, chance.between(1, 60)]);
  const reportedOn = addDays(on, lateDays) < span.end ? addDays(on, lateDays) : on;
  const isCorrection = chance.isTrue(0.2);
  const quantity = chance.of(QUANTITIES);
  return {
    on,
    reportedOn,
    meterId: chance.of(meterIds),
    resource: chance.of(['/r/1', '/r/2']),
    quantity: isCorrection ? `-${quantity}` : quantity,
    isCorrection,
  };
}

const CURRENCIES: Readonly<Record<string, string>> = { '1': 'JPY', '100': 'EUR', '1000': 'KWD' };

/** What the product rates of it: sheets, periods and a rate book. */
export function asRated({ minorUnits, meters, terms, exchange, periods, uses, voids = [] }: PlainHistory) {
  const currency = CURRENCIES[String(minorUnits)]!;
  return {
    subscriptionId: 'subscription',
    sheets: sheetsOfUses(uses),
    periods: periods.map(({ start, end }) => ({ start: day(start), end: day(end) })),
    voided: voids.map(({ period, on }) => ({ invoiceOn: day(periods[period]!.end), voidedOn: day(on) })),
    book: aRateBook({
      currency,
      meters: Object.fromEntries(
        Object.entries(meters).map(([meterId, versions]) => [
          meterId,
          versions.map(({ from, included, rates }) => ({
            from,
            included,
            rates: Object.fromEntries(rates),
            ...(exchange && { currency: 'USD' }),
          })),
        ]),
      ),
      terms: terms.map((term, index) => ({ name: `Term ${index}`, ...term })),
      ...(exchange && { exchange }),
    }),
    taxPercentOn: (on: Day) => periods.find(({ start, end }) => start <= on && on < end)!.taxPercent,
  };
}

/** One row for each use: rating adds up what belongs together. */
export function sheetsOfUses(uses: readonly PlainUse[]): DaySheet[] {
  const rows = new Map<Day, SheetRow[]>();
  for (const { on, reportedOn, meterId, resource, quantity, isCorrection } of uses) {
    const usageOn = day(on);
    const row: SheetRow = {
      reportedOn: day(reportedOn),
      meterId,
      resourceUri: resource,
      location: '',
      quantity,
      firstAt: startOfDay(usageOn),
      ...(isCorrection && { corrections: quantity }),
    };
    rows.set(usageOn, [...(rows.get(usageOn) ?? []), row]);
  }
  const ids = { partnerId: 'partner', customerId: 'customer', subscriptionId: 'subscription' };
  return [...rows].map(([usageOn, ofDay]) => ({ ...ids, usageOn, rows: ofDay }));
}

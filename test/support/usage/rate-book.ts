import type { ExchangeRate, MeterRate, RateBook } from '../../../functions/billing/rate-cards/domain/rate-book.ts';
import type { DaySheet, SheetRow } from '../../../functions/billing/usage/domain/day-sheet.ts';
import { Exact } from '../../../shared/kernel/exact.ts';
import { type Day, day, startOfDay } from '../../../shared/kernel/time.ts';

/** Rate books and sheets for tests of rating, in readable form. */
export interface MeterVersion {
  readonly from: string;
  readonly rates: Readonly<Record<string, string>>;
  readonly included?: string;
  readonly currency?: string;
}

export interface BookParts {
  readonly currency?: string;
  readonly meters: Readonly<Record<string, readonly MeterVersion[]>>;
  readonly terms?: readonly { name: string; from: string; discount: string; excludes?: readonly string[] }[];
  /** By month; of the currency USD. */
  readonly exchange?: Readonly<Record<string, string>>;
}

/** A book in which versions follow each other by their days; terms of an earlier day go on beside later ones. */
export function aRateBook({ currency = 'USD', meters, terms = [], exchange = {} }: BookParts): RateBook {
  const rates = new Map<string, MeterRate[]>();
  for (const [meterId, versions] of Object.entries(meters)) {
    rates.set(
      meterId,
      versions.map((version) => meterRate(meterId, version, version.currency ?? currency)),
    );
  }
  return {
    currency,
    meter: (meterId, on) => rates.get(meterId)?.findLast(({ effectiveOn }) => effectiveOn <= on),
    discount(meterId, on) {
      const inEffect = terms.filter(({ from, excludes = [] }) => from <= on && !excludes.includes(meterId));
      return {
        fraction: inEffect.reduce((sum, { discount }) => sum.plus(discount), new Exact(0)).toFixed(),
        terms: inEffect.map(({ name }) => name),
      };
    },
    exchange(on, from): ExchangeRate | undefined {
      if (from === currency) return { rate: '1' };
      const month = on.slice(0, 7);
      return exchange[month] === undefined ? undefined : { rate: exchange[month], publishedFor: month };
    },
  };
}

const meterRate = (meterId: string, { from, rates, included = '0' }: MeterVersion, currency: string): MeterRate => ({
  meterId,
  name: `Meter ${meterId}`,
  category: 'Compute',
  subcategory: '',
  region: '',
  unit: '1 Hour',
  tags: [],
  includedQuantity: included,
  tiers: Object.entries(rates)
    .map(([bound, rate]) => ({ from: bound, rate }))
    .sort((a, b) => Number(a.from) - Number(b.from)),
  currency,
  version: `azure/${currency}/US/${from}`,
  effectiveOn: day(from),
});

/** `[usage day, quantity, what else]`: reported on the day of usage unless it says otherwise. */
export type Use = readonly [string, string, UseParts?];
type UseParts = Partial<Omit<SheetRow, 'reportedOn'>> & { reportedOn?: string };

export function sheetsOf(uses: readonly Use[], meterId = 'vm'): DaySheet[] {
  const rows = new Map<Day, SheetRow[]>();
  for (const [on, quantity, { reportedOn, ...more } = {}] of uses) {
    const usageOn = day(on);
    const row: SheetRow = {
      reportedOn: day(reportedOn ?? on),
      meterId,
      resourceUri: '/r/1',
      location: 'west',
      quantity,
      firstAt: startOfDay(usageOn),
      ...(quantity.startsWith('-') && { corrections: quantity }),
      ...more,
    };
    rows.set(usageOn, [...(rows.get(usageOn) ?? []), row]);
  }
  return [...rows].map(([usageOn, ofDay]) => ({
    partnerId: 'partner',
    customerId: 'customer',
    subscriptionId: 'subscription',
    usageOn,
    rows: ofDay,
  }));
}

import { Exact } from '../../../../shared/kernel/exact.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/**
 * A rate card is what metered use costs in one currency and region. It is made of versions: one is in effect from its
 * day on for the meters that it names, all others go on as they were.
 */
export const RATE_CARDS = ['azure', 'azure-shared'] as const;
export type RateCardName = (typeof RATE_CARDS)[number];

export interface CardId {
  readonly name: RateCardName;
  readonly currency: string;
  readonly region: string;
}

/** A meter as a version sets it. Quantities and rates are decimal texts. */
export interface Meter {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly subcategory: string;
  readonly region: string;
  readonly unit: string;
  readonly tags: readonly string[];
  readonly includedQuantity: string;
  /** By lower bound, ascending, from `0` on. */
  readonly tiers: readonly { readonly from: string; readonly rate: string }[];
}

/** The same with the day of the version that set it. */
export interface CardMeter extends Meter {
  readonly on: Day;
}

export interface OfferTerm {
  readonly name: string;
  /** 0 to 1. */
  readonly discount: string;
  readonly excludedMeterIds: readonly string[];
  /** From when it counts; not before its version. */
  readonly effectiveOn: Day;
}

/** What a version sets, or what versions set together. Meters are sorted by id. */
export interface CardContent {
  readonly meters: readonly CardMeter[];
  /** Absent: those of the version before go on. */
  readonly terms?: readonly OfferTerm[];
}

/** Versions of one card that are not in force yet, at most: each save makes those that follow anew. */
export const WAITING_VERSIONS_MAX = 12;
/** Meters of one card at most. */
export const METERS_MAX = 50_000;

/** Name of a version on lines: `azure/USD/US/2026-11-01`. */
export const versionName = ({ name, currency, region }: CardId, on: Day): string =>
  `${name}/${currency}/${region}/${on}`;

const contentOf = (meters: ReadonlyMap<string, CardMeter>, terms: CardContent['terms']): CardContent => ({
  meters: [...meters.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  ...(terms && { terms }),
});
const byId = ({ meters }: CardContent) => new Map(meters.map((meter) => [meter.id, meter]));

/**
 * A version with what another call brings of it. What it has already may come again as it is; as something else it
 * would be two versions of one day (950008).
 */
export function broughtTogether(
  before: CardContent | undefined,
  brought: CardContent,
): Result<{ readonly content: CardContent; readonly isChanged: boolean }, Refusal<'rate_versions_overlap'>> {
  const meters = before ? byId(before) : new Map<string, CardMeter>();
  let isChanged = before === undefined;
  for (const meter of brought.meters) {
    const known = meters.get(meter.id);
    if (known && !isSame(known, meter))
      return refuse('rate_versions_overlap', {
        field: 'meters',
        description: `The version of that day sets other rates for the meter ${meter.id}: choose another effectiveDate.`,
      });
    isChanged ||= known === undefined;
    meters.set(meter.id, meter);
  }
  if (brought.terms && before?.terms && !isSame(brought.terms, before.terms))
    return refuse('rate_versions_overlap', {
      field: 'offerTerms',
      description: 'The version of that day has other offer terms: choose another effectiveDate.',
    });
  isChanged ||= brought.terms !== undefined && before?.terms === undefined;
  return ok({ content: contentOf(meters, brought.terms ?? before?.terms), isChanged });
}

const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The card from a version's day on: its meters replace those before, and its offer terms, if it brings any. */
export function cardWith(before: CardContent | undefined, version: CardContent): CardContent {
  if (!before) return version;
  const meters = byId(before);
  for (const meter of version.meters) meters.set(meter.id, meter);
  return contentOf(meters, version.terms ?? before.terms);
}

/** U5: terms together take off everything at most. */
export const takesOffTooMuch = (terms: readonly OfferTerm[]): boolean =>
  terms.reduce((sum, { discount }) => sum.plus(discount), new Exact(0)).gt(1);

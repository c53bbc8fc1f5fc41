import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDaysTo, addMonths, day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import type { PairPrices, Price } from './price.ts';
import { type EnteredCorrection, nextList, type PublishedList } from './price-list.ts';

/**
 * A correction mends an error of a published list: from an instant on some of its prices are others. The list as it was
 * stays what it was until then, and so do price locks (ORD-4): they hold what they were given.
 */
export interface Correction {
  readonly correctionId: string;
  readonly month: string;
  readonly reason: string;
  readonly effectiveFrom: Instant;
  readonly enteredAt: Instant;
  /** How many prices it changes, and in which markets and currencies. */
  readonly prices: number;
  readonly pairs: readonly string[];
  /** Offers that had no price in some of them. */
  readonly offersAdded: readonly string[];
}

/** Corrections of one list at most. */
export const CORRECTIONS_MAX = 100;

/** Prices that a correction has, by offer and segment; null takes one out. */
export type PriceFixes = Readonly<Record<string, Readonly<Record<string, Price | null>>>>;

/** A list as it is at an instant: the lists that its prices may lie in, and the corrections that count, in their order. */
export interface ListState {
  readonly month: string;
  /** Months of lists, the newest first; the newest that has prices of its own is where they are. */
  readonly months: readonly string[];
  readonly corrections: readonly { readonly month: string; readonly correctionId: string }[];
}

/** In the order in which they count: by the instant, and of one instant the one that was entered last. */
const inOrder = (corrections: readonly EnteredCorrection[]): EnteredCorrection[] =>
  corrections.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : a.effectiveFrom > b.effectiveFrom ? 1 : 0));

/**
 * A list with those of its corrections that `counts` lets through. Lists before it, whose prices hold where it has none of its
 * own, have all of theirs: {@link correctionBegin} sees to it that they were in force before another list was.
 */
function stateOf(
  published: readonly PublishedList[],
  month: string,
  counts: (correction: EnteredCorrection) => boolean,
): ListState {
  const lists = published.filter((list) => list.month <= month).toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const corrections = lists.flatMap((list) =>
    inOrder(list.corrections ?? [])
      .filter((correction) => list.month !== month || counts(correction))
      .map(({ correctionId }) => ({ month: list.month, correctionId })),
  );
  return { month, months: lists.map((list) => list.month).reverse(), corrections };
}

/** A list as it was published. */
export const asPublished = (published: readonly PublishedList[], month: string): ListState =>
  stateOf(published, month, () => false);

/** A list at an instant; one that is not in force yet as it begins. */
export function listAt(published: readonly PublishedList[], month: string, at: Instant): ListState {
  const begins = published.find((list) => list.month === month)?.effectiveFrom;
  const then = begins !== undefined && begins > at ? begins : at;
  return stateOf(published, month, ({ effectiveFrom }) => effectiveFrom <= then);
}

/** A list as it is when another one takes its place: what that one is compared with, and begins from. */
export const listBefore = (published: readonly PublishedList[], month: string, effectiveFrom: Instant): ListState =>
  stateOf(published, month, (correction) => correction.effectiveFrom < effectiveFrom);

/** Where a correction may stand: in the time of its list that is still to come, or at once. */
export function correctionBegin(
  { month, published, at }: { month: string; published: readonly PublishedList[]; at: Instant },
  wished: Instant | undefined,
): Result<Instant, Refusal<'invalid_property'>> {
  const list = published.find((known) => known.month === month);
  const wrong = (field: string, description: string) => refuse('invalid_property', { field, description });
  if (!list) return wrong('month', 'The list is not published: change the draft instead.');
  if ((list.corrections?.length ?? 0) >= CORRECTIONS_MAX)
    return wrong('month', `A list has at most ${CORRECTIONS_MAX} corrections.`);
  const earliest = list.effectiveFrom > at ? list.effectiveFrom : at;
  const begin = wished ?? earliest;
  if (begin < at) return wrong('effectiveFrom', 'lies in the past: leave it out for a correction that holds at once.');
  if (begin < earliest)
    return wrong('effectiveFrom', `is before the list itself takes effect, on ${list.effectiveFrom}.`);
  const end = correctionEnd({ month, published, at });
  if (begin >= end)
    return wrong('effectiveFrom', `is not before ${end}: later prices stand in the list of their own month.`);
  return ok(begin);
}

/** Days that a correction lies ahead at most, where its list is in force for longer than its month. */
const DAYS_AHEAD_MAX = 29;

/**
 * A list that takes the place of a corrected one is known by then: it is published 30 days before it takes effect. So no
 * correction is ever overtaken by a list.
 */
function correctionEnd({ month, published, at }: { month: string; published: readonly PublishedList[]; at: Instant }) {
  const endOfMonth = startOfDay(addMonths(day(`${month}-01`), 1));
  const end = at < endOfMonth ? endOfMonth : addDaysTo(at, DAYS_AHEAD_MAX);
  const after = nextList(published, month)?.effectiveFrom;
  return after !== undefined && after < end ? after : end;
}

/** Prices with those of a correction. */
export function fixedPrices(before: PairPrices, fixes: PriceFixes): PairPrices {
  const after: Record<string, Record<string, Price>> = { ...before } as Record<string, Record<string, Price>>;
  for (const [offerId, segments] of Object.entries(fixes)) {
    const prices = { ...after[offerId] };
    for (const [segment, price] of Object.entries(segments))
      if (price === null) delete prices[segment];
      else prices[segment] = price;
    if (Object.keys(prices).length > 0) after[offerId] = prices;
    else delete after[offerId];
  }
  return after as PairPrices;
}

const isSame = (a: Price | undefined, b: Price | undefined): boolean =>
  a?.list === b?.list && a?.wholesale === b?.wholesale;

/** Those of some fixes that change prices. */
export function changingFixes(before: PairPrices, fixes: PriceFixes): PriceFixes {
  const kept: Record<string, Record<string, Price | null>> = {};
  for (const [offerId, segments] of Object.entries(fixes))
    for (const [segment, price] of Object.entries(segments)) {
      const old = (before[offerId] as Record<string, Price> | undefined)?.[segment];
      if (!isSame(old, price ?? undefined)) kept[offerId] = { ...kept[offerId], [segment]: price };
    }
  return kept;
}

/** How many prices some fixes have. */
export const fixCount = (fixes: PriceFixes): number =>
  Object.values(fixes).reduce((count, segments) => count + Object.keys(segments).length, 0);

/**
 * Prices of a draft after the list that it began with was corrected: where the draft has what that list had, it has the
 * corrected price; what the operator set otherwise stays.
 */
export function carriedFixes(own: PairPrices, before: PairPrices, after: PairPrices): PairPrices {
  const fixes: Record<string, Record<string, Price | null>> = {};
  for (const offerId of new Set([...Object.keys(before), ...Object.keys(after)]))
    for (const segment of new Set([...Object.keys(before[offerId] ?? {}), ...Object.keys(after[offerId] ?? {})])) {
      const of = (prices: PairPrices) => (prices[offerId] as Record<string, Price> | undefined)?.[segment];
      if (isSame(of(before), of(after)) || !isSame(of(own), of(before))) continue;
      fixes[offerId] = { ...fixes[offerId], [segment]: of(after) ?? null };
    }
  return fixedPrices(own, fixes);
}

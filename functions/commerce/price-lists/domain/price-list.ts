import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';

/**
 * A price list holds the prices of one month, `yyyy-MM`; it is in force from the 1st until another one is. Prices are
 * stored per market and currency ("pair"); a list points to the month that holds each pair, so that a copy of the
 * previous list costs nothing.
 */
export interface PriceList {
  readonly month: string;
  readonly state: 'draft' | 'published';
  /** Month of the list that this one was copied from. */
  readonly basedOn?: string | undefined;
  /** By pair. */
  readonly pairs: Readonly<Record<string, StoredPair>>;
  /** Percent off list per family, where a row names no wholesale price (CAT-3). */
  readonly margins: Readonly<Record<string, string>>;
  readonly publishedAt?: Instant | undefined;
  readonly visibleFrom?: Instant | undefined;
  readonly effectiveFrom?: Instant | undefined;
  readonly version: number;
}

/** Where the prices of a pair (`US#USD`) are stored, and how many there are. */
export interface StoredPair {
  readonly month: string;
  readonly prices: number;
  /** Names the stored prices by what they are, so that storing new ones leaves those of other lists alone. */
  readonly content?: string | undefined;
}

/** One line of the calendar of published lists. */
export interface PublishedList {
  readonly month: string;
  readonly visibleFrom: Instant;
  readonly effectiveFrom: Instant;
}

/** CAT-3: wholesale margins off list, in percent. */
export const STANDARD_MARGINS: Readonly<Record<string, string>> = { ems: '20', crm: '25' };

/** Days between a list becoming visible and taking effect. */
const NOTICE_DAYS = 30;

export const pairOf = (country: string, currency: string): string => `${country}#${currency}`;

/** Years as dates of a body have them. */
const MONTH_PATTERN = /^(19\d\d|[2-8]\d{3}|9[0-8]\d\d|99[0-8]\d|999[0-8])-?(0[1-9]|1[0-2])$/;

/** Reads `YYYYMM` or `yyyy-MM`; undefined for anything else. */
export function monthOf(text: string): string | undefined {
  const parts = MONTH_PATTERN.exec(text);
  return parts ? `${parts[1]}-${parts[2]}` : undefined;
}
export const wireMonth = (month: string): string => month.replace('-', '');

export const newPriceList = (
  month: string,
  margins: Readonly<Record<string, string>>,
  copied: PriceList | undefined,
): PriceList => ({
  month,
  state: 'draft',
  ...(copied && { basedOn: copied.month }),
  pairs: copied?.pairs ?? {},
  margins: { ...(copied?.margins ?? STANDARD_MARGINS), ...margins },
  version: 1,
});

const effectiveFromOf = (month: string): Instant => startOfDay(day(`${month}-01`));
const visibleFromOf = (month: string): Instant => startOfDay(addDays(day(`${month}-01`), -NOTICE_DAYS));

/**
 * CAT-4: in force from the 1st 00:00Z, visible 30 days before, to all partners at the same moment. The notice cannot
 * be shortened; only the program's first list may take effect at once.
 */
export function publishList(
  draft: PriceList,
  published: readonly PublishedList[],
  at: Instant,
): Result<PriceList, Refusal<'invalid_property'>> {
  if (draft.state === 'published') return ok(draft);
  const visibleFrom = visibleFromOf(draft.month);
  const effectiveFrom = effectiveFromOf(draft.month);
  const isFirst = published.length === 0;
  if (!isFirst && at > visibleFrom)
    return refuse('invalid_property', {
      field: 'month',
      description: `The list of ${draft.month} had to be published by ${visibleFrom}: partners see prices 30 days ahead.`,
    });
  if (Object.keys(draft.pairs).length === 0)
    return refuse('invalid_property', { field: 'prices', description: 'The list has no prices.' });
  const later = (instant: Instant): Instant => (isFirst && at > instant ? at : instant);
  return ok({
    ...draft,
    state: 'published',
    publishedAt: at,
    visibleFrom: later(visibleFrom),
    effectiveFrom: later(effectiveFrom),
    version: draft.version + 1,
  });
}

/** The list in force at an instant: the latest that has taken effect. */
export function listInForce(published: readonly PublishedList[], at: Instant): PublishedList | undefined {
  const effective = published.filter(({ effectiveFrom }) => effectiveFrom <= at);
  return effective.reduce<PublishedList | undefined>(
    (latest, list) => (latest === undefined || list.effectiveFrom > latest.effectiveFrom ? list : latest),
    undefined,
  );
}

/** What partners may see at an instant (CAT-4). */
export const visibleLists = (published: readonly PublishedList[], at: Instant): PublishedList[] =>
  published.filter(({ visibleFrom }) => visibleFrom <= at);

/** The list that a month's draft is copied from and compared with: the latest published one before it. */
export const previousList = (published: readonly PublishedList[], month: string): PublishedList | undefined =>
  published.filter((list) => list.month < month).sort((a, b) => (a.month < b.month ? 1 : -1))[0];

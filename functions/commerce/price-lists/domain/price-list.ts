import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, addMonths, day, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import { addedCounts, NO_CHANGES, type PriceChanges } from './price.ts';

/**
 * A price list holds the prices of one month, `yyyy-MM`; it is in force from the 1st until another one is. A draft
 * begins as the list before it and stores what is changed; once it is being published it changes no more.
 */
export interface PriceList {
  readonly month: string;
  readonly state: 'draft' | 'publishing' | 'published';
  /** Month of the list that this one was copied from. */
  readonly basedOn?: string | undefined;
  readonly prices: number;
  /** How it differs from the list of `comparedWith`; absent of lists of before this was counted. */
  readonly changes?: PriceChanges | undefined;
  readonly comparedWith?: string | undefined;
  /** Percent off list per family, where a row names no wholesale price (CAT-3). */
  readonly margins: Readonly<Record<string, string>>;
  readonly publishedAt?: Instant | undefined;
  readonly visibleFrom?: Instant | undefined;
  readonly effectiveFrom?: Instant | undefined;
  /** Where the prices lie of a list of before they lay in chunks: by pair. */
  readonly former?: Readonly<Record<string, FormerPair>> | undefined;
  readonly version: number;
}

/** Where the prices of a pair (`US#USD`) were stored before they lay in chunks, and how many there are. */
export interface FormerPair {
  readonly month: string;
  readonly prices: number;
  /** Names the stored prices by what they are; older ones have none. */
  readonly content?: string | undefined;
}

/** A pair of market and currency in a list: how many prices it has, and how they differ from the list compared with. */
export interface ListedPair {
  readonly prices: number;
  readonly changes: PriceChanges;
  /** Of a draft: the chunks that it stores itself, by bucket; see {@link chunkNames}. */
  readonly chunks?: string | undefined;
}
export type ListedPairs = Readonly<Record<string, ListedPair>>;

/** One line of the calendar of published lists. */
export interface PublishedList {
  readonly month: string;
  readonly visibleFrom: Instant;
  readonly effectiveFrom: Instant;
  /** Its prices lie by pair, as all did before they lay in chunks. */
  readonly isFormer?: boolean | undefined;
  /** In the order in which they were entered. */
  readonly corrections?: readonly EnteredCorrection[] | undefined;
}

/** A correction, as the calendar names it: other prices of its list, from an instant on. */
export interface EnteredCorrection {
  readonly correctionId: string;
  readonly effectiveFrom: Instant;
}

/** CAT-3: wholesale margins off list, in percent. */
export const STANDARD_MARGINS: Readonly<Record<string, string>> = { ems: '20', crm: '25' };

/** Days between a list becoming visible and taking effect. */
const NOTICE_DAYS = 30;

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
  copied: Pick<PriceList, 'month' | 'prices' | 'margins'> | undefined,
): PriceList => ({
  month,
  state: 'draft',
  ...(copied && { basedOn: copied.month, comparedWith: copied.month }),
  prices: copied?.prices ?? 0,
  changes: NO_CHANGES,
  margins: { ...(copied?.margins ?? STANDARD_MARGINS), ...margins },
  version: 1,
});

/** The pairs of a new draft: those of the list that it was copied from, and nothing of its own. */
export const copiedPairs = (pairs: ListedPairs): ListedPairs =>
  Object.fromEntries(
    Object.entries(pairs)
      .filter(([, { prices }]) => prices > 0)
      .map(([pair, { prices }]) => [pair, { prices, changes: NO_CHANGES }]),
  );

/** What a list has in all, from what its pairs have. */
export const countedList = <L extends Pick<PriceList, 'prices' | 'changes'>>(list: L, pairs: ListedPairs): L => ({
  ...list,
  prices: Object.values(pairs).reduce((count, { prices }) => count + prices, 0),
  changes: Object.values(pairs).reduce((all, { changes }) => addedCounts(all, changes), NO_CHANGES),
});

/** When the list of a month takes effect, but for the program's first. */
export const effectiveFromOf = (month: string): Instant => startOfDay(day(`${month}-01`));
const visibleFromOf = (month: string): Instant => startOfDay(addDays(day(`${month}-01`), -NOTICE_DAYS));

/**
 * CAT-4: in force from the 1st 00:00Z, visible 30 days before, to all partners at the same moment. The notice cannot
 * be shortened; only the program's first list (`opening`, once one is being published) may take effect at once. A list
 * that is published or being published stays as it is.
 */
export function publishList(
  draft: PriceList,
  published: readonly PublishedList[],
  at: Instant,
  opening?: string,
): Result<PriceList, Refusal<'invalid_property'>> {
  if (draft.state !== 'draft') return ok(draft);
  const visibleFrom = visibleFromOf(draft.month);
  const effectiveFrom = effectiveFromOf(draft.month);
  const isFirst = isOpening(draft, published, opening);
  if (!isFirst && at > visibleFrom)
    return refuse('invalid_property', {
      field: 'month',
      description: `The list of ${draft.month} had to be published by ${visibleFrom}: partners see prices 30 days ahead.`,
    });
  if (draft.prices === 0)
    return refuse('invalid_property', { field: 'prices', description: 'The list has no prices.' });
  const later = (instant: Instant): Instant => (isFirst && at > instant ? at : instant);
  return ok({
    ...draft,
    state: 'publishing',
    publishedAt: at,
    visibleFrom: later(visibleFrom),
    effectiveFrom: later(effectiveFrom),
    version: draft.version + 1,
  });
}

/** Whether a list is the program's first: none is published, and no other is being published as the first. */
export const isOpening = ({ month }: PriceList, published: readonly PublishedList[], opening?: string): boolean =>
  published.length === 0 && (opening ?? month) === month;

/** The list in force at an instant: the latest that has taken effect. */
export function listInForce(published: readonly PublishedList[], at: Instant): PublishedList | undefined {
  const effective = published.filter(({ effectiveFrom }) => effectiveFrom <= at);
  return effective.reduce<PublishedList | undefined>(
    (latest, list) => (latest === undefined || list.effectiveFrom > latest.effectiveFrom ? list : latest),
    undefined,
  );
}

/** Months that an item is named by after its list is no longer in force. */
const MONTHS_ACCEPTED = 12;

/**
 * The months of lists that may name an item at an instant: of the one in force, and of those that were in force at some time
 * in the twelve months before. Before the first list the month is empty.
 */
export function itemMonths(published: readonly PublishedList[], at: Instant): string[] {
  const since = startOfDay(addMonths(utcDay(at), -MONTHS_ACCEPTED));
  const then = listInForce(published, since)?.month ?? '';
  return [
    then,
    ...pastMonths(
      published.filter(({ effectiveFrom }) => effectiveFrom > since),
      at,
    ),
  ];
}

/** The months of all lists that are or were in force. */
export const pastMonths = (published: readonly PublishedList[], at: Instant): string[] =>
  published.filter(({ effectiveFrom }) => effectiveFrom <= at).map(({ month }) => month);

/** What partners may see at an instant (CAT-4). */
export const visibleLists = (published: readonly PublishedList[], at: Instant): PublishedList[] =>
  published.filter(({ visibleFrom }) => visibleFrom <= at);

/** The list that a month's draft is copied from and compared with: the latest published one before it. */
export const previousList = (published: readonly PublishedList[], month: string): PublishedList | undefined =>
  published.filter((list) => list.month < month).sort((a, b) => (a.month < b.month ? 1 : -1))[0];

/** The earliest published list after a month. */
export const nextList = (published: readonly PublishedList[], month: string): PublishedList | undefined =>
  published.filter((list) => list.month > month).sort((a, b) => (a.month < b.month ? -1 : 1))[0];

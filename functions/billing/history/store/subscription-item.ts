import { compactKind, renamed, type StoredRecord } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item, Key } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Entry, EntryKind, PriceLock } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Ledger, Line, Term } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { HistoryPage } from '../domain/archive.ts';
import type { Archive, KnownSubscription } from '../domain/subscription.ts';
import {
  escapeText,
  joined,
  longDay,
  longId,
  optionalDay,
  optionalText,
  readOptionalText,
  shortDay,
  shortId,
  unescapeText,
} from './compact.ts';

/** A subscription with the version of its item, 0 when there is none yet. */
export interface LoadedSubscription {
  readonly subscription: KnownSubscription;
  readonly version: number;
}

/**
 * The item of a subscription: key, `s` (shape), `version` (counts writes), `h` (ids and history), and seldom `b` (the ledger that
 * the past was folded to), `w` (saves that wait for an earlier one), `a` (days that invoices left out)
 * and `x` (how many pages hold older saves, and the day from which on they are not needed). `h` is `order|offer;entry;entry…`; the
 * entries' versions follow each other, so none is written down.
 */
const KIND_LETTERS: Readonly<Record<EntryKind, string>> = {
  created: 'c',
  takenOver: 't',
  resized: 'q',
  recycled: 'y',
  suspended: 's',
  stopped: 'p',
  reactivated: 'a',
  renewed: 'r',
  deprovisioned: 'd',
  handedOver: 'h',
  noted: 'n',
};
const KINDS = new Map(Object.entries(KIND_LETTERS).map(([kind, letter]) => [letter, kind as EntryKind]));

export const subscriptionItem = compactKind<LoadedSubscription>({
  kind: 'billedSubscription',
  shape: 1,
  isAt: ({ pk }) => /^BILLING#.*#SUBSCRIPTIONS$/.test(pk),
  spell: ({ subscription, version }) => ({ version, ...spelled(subscription) }),
  read: (item) => ({ subscription: known(item), version: item.version as number }),
});

/** What a run reads of an item. */
export const fromItem = (item: Item): KnownSubscription => subscriptionItem.fromItem(item).subscription;

function spelled({
  orderId,
  offerId,
  entries,
  opening,
  foldedVersion,
  waiting,
  aside,
  archive,
}: KnownSubscription): StoredRecord {
  const ids = orderId === '' ? '' : `${shortId(orderId)}|${shortId(offerId)}`;
  return {
    h: [ids, ...entries.map(entryText)].join(';'),
    ...(opening && { b: ledgerText(opening, foldedVersion) }),
    ...(archive && { x: `${archive.pages}|${optionalDay(archive.before)}|${foldedVersion}` }),
    ...(waiting.length > 0 && { w: waiting.map((entry) => `${entry.version}:${entryText(entry)}`).join(';') }),
    ...(aside && { a: asideText(aside) }),
  };
}

function known(item: Item): KnownSubscription {
  const texts = (item.h as string).split(';');
  const [order, offer] = texts[0]!.split('|');
  const folded = item.b === undefined ? undefined : readLedger(item.b as string);
  const archived = item.x === undefined ? undefined : readArchive(item.x as string);
  const foldedVersion = folded?.foldedVersion ?? archived?.foldedVersion ?? 0;
  const entries: Entry[] = [];
  for (let index = 1; index < texts.length; index += 1) entries.push(readEntry(texts[index]!, foldedVersion + index));
  const { customerId, subscriptionId } = idsOf(item);
  return {
    customerId,
    subscriptionId,
    orderId: order ? longId(order) : '',
    offerId: offer ? longId(offer) : '',
    entries,
    opening: folded?.ledger,
    foldedVersion,
    waiting: item.w === undefined ? [] : (item.w as string).split(';').map(readWaiting),
    aside: asideOf(item),
    archive: archived?.archive,
  };
}

function readArchive(text: string): { archive: Archive; foldedVersion: number } {
  const [pages, before, foldedVersion] = text.split('|') as [string, string, string];
  const archive = { pages: Number(pages), before: before === '' ? undefined : longDay(before) };
  return { archive, foldedVersion: Number(foldedVersion) };
}

/** A page of saves, spelled like those of the item. */
export const historyPageItem = compactKind<HistoryPage>({
  kind: 'billedSubscriptionPage',
  shape: 1,
  isAt: ({ pk }) => /^BILLING#.*#HISTORIES$/.test(pk),
  spell: ({ entries, foldedVersion, opening }) => ({
    v: foldedVersion,
    h: entries.map(entryText).join(';'),
    ...(opening && { b: ledgerText(opening, foldedVersion) }),
  }),
  read({ v, h, b }) {
    const foldedVersion = v as number;
    const entries = (h as string).split(';').map((text, index) => readEntry(text, foldedVersion + index + 1));
    return { entries, foldedVersion, opening: b === undefined ? undefined : readLedger(b as string).ledger };
  },
});

/** The same subscription with the saves of all its pages. */
export function withPages(subscription: KnownSubscription, pages: readonly HistoryPage[]): KnownSubscription {
  const [first] = pages;
  if (!first) return subscription;
  return {
    ...subscription,
    entries: [...pages.flatMap(({ entries }) => entries), ...subscription.entries],
    opening: first.opening,
    foldedVersion: first.foldedVersion,
    archive: undefined,
  };
}

/** What the key of an item tells. */
export function idsOf({ sk }: Key): Pick<KnownSubscription, 'customerId' | 'subscriptionId'> {
  const separator = sk.indexOf('#');
  return { customerId: sk.slice(0, separator), subscriptionId: sk.slice(separator + 1) };
}

/** Half-open days, as they stand in an item of their own accord: a run that leaves a subscription out sets them alone. */
export const asideText = ({ start, end }: DayPeriod): string => `${shortDay(start)}${shortDay(end)}`;
export const asideOf = ({ a }: Item): DayPeriod | undefined =>
  typeof a === 'string' ? { start: longDay(a.slice(0, 6)), end: longDay(a.slice(6)) } : undefined;

function readWaiting(text: string): Entry {
  const colon = text.indexOf(':');
  return readEntry(text.slice(colon + 1), Number(text.slice(0, colon)));
}

// --- entries -------------------------------------------------------------------------------------------------------

const entryText = (entry: Entry): string =>
  joined(
    [
      KIND_LETTERS[entry.kind],
      shortDay(entry.effectiveOn),
      entry.storedOn === entry.effectiveOn ? '' : shortDay(entry.storedOn),
      shortId(entry.eventId),
      entry.quantity === undefined ? '' : String(entry.quantity),
      entry.billingCycle === undefined ? '' : entry.billingCycle === 'annual' ? 'a' : 'm',
      entry.lock === undefined ? '' : lockText(entry.lock),
      optionalDay(entry.anchorOn),
      optionalDay(entry.termEndOn),
      entry.autoRenew === undefined ? '' : entry.autoRenew ? '1' : '0',
      optionalText(entry.friendlyName),
      optionalText(entry.resellerOfRecord),
    ],
    '|',
  );

type Draft = { -readonly [Name in keyof Entry]: Entry[Name] };

function readEntry(text: string, version: number): Entry {
  const fields = text.split('|');
  const kind = KINDS.get(fields[0]!);
  invariant(kind, `${fields[0]} is the letter of a kind of entry`);
  const effectiveOn = longDay(fields[1]!);
  const storedOn = fields[2] ? longDay(fields[2]) : effectiveOn;
  const entry: Draft = { kind, version, effectiveOn, storedOn, eventId: longId(fields[3]!) };
  if (fields[4]) entry.quantity = Number(fields[4]);
  if (fields[5]) entry.billingCycle = fields[5] === 'a' ? 'annual' : 'monthly';
  if (fields[6]) entry.lock = readLock(fields[6]);
  if (fields[7]) entry.anchorOn = longDay(fields[7]);
  if (fields[8]) entry.termEndOn = longDay(fields[8]);
  if (fields[9]) entry.autoRenew = fields[9] === '1';
  if (fields[10]) entry.friendlyName = readOptionalText(fields[10])!;
  if (fields[11]) entry.resellerOfRecord = readOptionalText(fields[11])!;
  return entry;
}

const MONTH = /^20(\d\d)-(\d\d)$/;
const feeText = (fee: PriceLock['earlyTerminationFee']): string =>
  fee === undefined ? '' : 'amount' in fee ? `=${fee.amount}` : `p${fee.percentOfRemaining}`;

const lockText = (lock: PriceLock): string =>
  joined(
    [
      MONTH.test(lock.priceList) ? lock.priceList.replace(MONTH, '$1$2') : `!${escapeText(lock.priceList)}`,
      lock.currency,
      lock.wholesale,
      lock.list === lock.wholesale ? '' : lock.list,
      lock.discountPercent === '0' ? '' : lock.discountPercent,
      feeText(lock.earlyTerminationFee),
      ...(lock.exchange ? [lock.exchange.pricingCurrency, lock.exchange.rate, lock.exchange.month] : []),
    ],
    ',',
  );

/** Locks by their text: thousands of subscriptions share a few, and what is derived from one is derived once. */
const knownLocks = new Map<string, PriceLock>();
const KNOWN_LOCKS_MAX = 10_000;

function readLock(text: string): PriceLock {
  const known = knownLocks.get(text);
  if (known) return known;
  if (knownLocks.size >= KNOWN_LOCKS_MAX) knownLocks.clear();
  const lock = parseLock(text);
  knownLocks.set(text, lock);
  return lock;
}

function parseLock(text: string): PriceLock {
  const [list, currency, wholesale, price, discount, fee, pricingCurrency, rate, month] = text.split(',') as [
    string,
    string,
    string,
    ...string[],
  ];
  return {
    priceList: list.startsWith('!') ? unescapeText(list.slice(1)) : `20${list.slice(0, 2)}-${list.slice(2)}`,
    currency,
    wholesale,
    list: price || wholesale,
    discountPercent: discount || '0',
    ...(pricingCurrency && { exchange: { pricingCurrency, rate: rate!, month: month! } }),
    ...(fee && {
      earlyTerminationFee: fee.startsWith('=') ? { amount: fee.slice(1) } : { percentOfRemaining: fee.slice(1) },
    }),
  };
}

// --- the folded past -----------------------------------------------------------------------------------------------

/** A live line is a charge: it bears the rate of its own posted day. */
type StoredLine = Omit<Line, 'term' | 'taxedOn' | 'unitPrice' | 'amount'> & {
  readonly term: number;
  readonly unitPrice: string;
  readonly amount: string;
};

function ledgerText(ledger: Ledger, foldedVersion: number): string {
  const terms = ledger.terms.map((term) => ({ ...term, lock: lockText(term.lock) }));
  const live = ledger.live.map(({ taxedOn: _, ...line }) => ({
    ...line,
    term: ledger.terms.indexOf(line.term),
    unitPrice: String(line.unitPrice),
    amount: String(line.amount),
  }));
  return JSON.stringify({ ...renamed({ ...ledger }, { resellerOfRecord: 'reseller' }), terms, live, foldedVersion });
}

function readLedger(text: string): { ledger: Ledger; foldedVersion: number } {
  const record = renamed(JSON.parse(text) as StoredRecord, { reseller: 'resellerOfRecord' });
  const { foldedVersion, ...stored } = record as unknown as Omit<Ledger, 'terms' | 'live'> & {
    foldedVersion: number;
    terms: (Omit<Term, 'lock'> & { lock: string })[];
    live: StoredLine[];
  };
  const terms = stored.terms.map((term): Term => ({ ...term, lock: readLock(term.lock) }));
  const live = stored.live.map(
    (line): Line => ({
      ...line,
      taxedOn: line.postedOn,
      term: terms[line.term]!,
      unitPrice: BigInt(line.unitPrice),
      amount: BigInt(line.amount),
    }),
  );
  return { foldedVersion, ledger: { ...stored, terms, live } };
}

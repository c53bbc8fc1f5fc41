import type { Table } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { addDays, contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { type CustomerName, type CustomerRange, namesStore, type TaxRate, taxRateOn } from '../../accounts/index.ts';
import {
  type Credit,
  type CreditedSubscription,
  creditedSubscriptions,
  usageCreditLines,
} from '../../credits/index.ts';
import type { RateBook } from '../../rate-cards/index.ts';
import {
  condensed,
  type DaySheet,
  notRunningOn,
  ownerStore,
  ratedDays,
  rateUsage,
  type SheetReading,
  type UsageToRate,
  usageStore,
  type VoidedInvoice,
} from '../../usage/index.ts';
import { reachOf, type UsageWindows, usageWindows } from '../domain/usage-window.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import { usageAsideStore } from '../store/usage-aside-store.ts';
import type { BilledUsage } from './documents/billed-usage.ts';

/** Whose usage is rated, and for which invoice. */
export interface UsageOf {
  readonly partnerId: string;
  readonly range: CustomerRange;
  /** Days of report that count: those of the invoice's period, or of its beginning. */
  readonly period: DayPeriod;
  /** The partner's billing periods up to that one, oldest first. */
  readonly periods: readonly DayPeriod[];
  /** Billing dates of the invoices that have the credits of those days. */
  readonly creditDates: readonly Day[];
  readonly taxRates: readonly TaxRate[];
  /** Rates of days of usage. Asked for once, where there is any. */
  readonly bookOf: (days: DayPeriod) => Promise<RateBook>;
  /** Subscriptions with reports of those days that are in no sheet yet; absent where nothing is missed for good. */
  readonly uncounted?: ReadonlySet<string>;
}

/**
 * A metered subscription with what the invoice bills of it, or why it cannot. `nothing`: invoices before left it out, and of the
 * days that they left out there is nothing to bill in the end.
 */
export type RatedUsage = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly windows: UsageWindows;
} & (
  | { readonly billed: BilledUsage; readonly book: RateBook }
  | { readonly error: unknown }
  | { readonly nothing: true }
);

interface Deps {
  readonly table: Table;
  readonly files: Files;
}

/** A subscription's sheets: rows that the invoice has as they are, all others summed. */
interface Used {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly windows: UsageWindows;
  readonly sheets: readonly DaySheet[];
  /** Something was reported in the days that the invoice has, or an invoice was voided that may have left credit (L7). */
  readonly isShown: boolean;
  readonly rowCount: number;
  readonly credits: readonly Credit[];
}

/** How much is rated together, and in which order. */
export interface UsageReading extends SheetReading {
  /** Subscriptions whose owners and customers are asked for together. */
  readonly subscriptions?: number;
  /** Rows of sheets after which a portion ends, however few subscriptions they are of. */
  readonly rows?: number;
}

/** Some subscriptions that follow each other. */
export interface UsagePortion {
  /** Those of which the invoice has something, each rated when its turn comes: one that is large is in memory alone. */
  readonly rated: Iterable<RatedUsage>;
  /** `{customer}#{subscription}` of the last one that was read, whether or not the invoice has something of it. */
  readonly through: string;
  /** Rows of sheets that were read. */
  readonly rowCount: number;
}

/**
 * All metered subscriptions of a range that have usage on the invoice, by customer and subscription (X4). One that breaks
 * keeps no other from being rated, nor does one whose reports are not all counted: it is left out. Where there is no usage it costs one query for each month that late usage may reach.
 */
export async function* ratedUsage(of: UsageOf, deps: Deps): AsyncGenerator<RatedUsage> {
  for await (const { rated } of ratedPortions(of, {}, deps)) yield* rated;
}

/** The same a few subscriptions at a time, with how far it has come: for lists that are read by pages. */
export async function* ratedPortions(
  of: UsageOf,
  { subscriptions = 25, rows = Number.POSITIVE_INFINITY, ...reading }: UsageReading,
  deps: Deps,
): AsyncGenerator<UsagePortion> {
  const { isBackwards = false } = reading;
  for await (const stretch of usageAsideStore(deps.table).stretches(of.partnerId, of.range, { isBackwards }))
    yield* portionsOf({ ...of, range: stretch.range }, stretch.leftOut, { subscriptions, rows, ...reading }, deps);
}

async function* portionsOf(
  of: UsageOf,
  leftOut: ReadonlyMap<string, readonly DayPeriod[]>,
  { subscriptions, rows, ...reading }: UsageReading & { readonly subscriptions: number; readonly rows: number },
  deps: Deps,
): AsyncGenerator<UsagePortion> {
  const windowsOf = (ids: string): UsageWindows => usageWindows(of.period, of.periods, leftOut.get(ids) ?? []);
  const opened = [...leftOut.keys()].map((ids) => windowsOf(ids).window.start).reduce(earlier, of.period.start);
  const voided = await invoiceStore(deps.table).voidedBehind(of.partnerId, addDays(opened, -VOIDED_DAYS_MAX));
  const isIn = ({ start, end }: DayPeriod) => voided.filter(({ voidedOn }) => contains({ start, end }, voidedOn));
  const first = isIn({ start: opened, end: of.period.end })
    .map(({ invoiceOn }) => startOfInvoice(invoiceOn, of.periods, [...leftOut.values()].flat()))
    .reduce(earlier, opened);
  const uncounted = await notCounted(of, windowsOf, deps);
  if (uncounted.length > 0) yield { rated: uncounted, through: of.range.from, rowCount: 0 };
  const reach = reachOf({ start: first, end: of.period.end }, of.periods);
  let book: RateBook | undefined;
  let batch: Used[] = [];
  let [through, rowCount] = ['', 0];
  const empty = new Set(leftOut.keys());
  const portion = async (): Promise<UsagePortion> => {
    if (batch.length > 0) book ??= await of.bookOf(reach);
    const rated = batch.length > 0 ? await rateBatch(batch, { book: book!, voided }, of, deps) : [];
    const done = { rated, through, rowCount };
    batch = [];
    rowCount = 0;
    return done;
  };
  const metered = usedIn(of, { reach, windowsOf, reading, hasVoid: (days) => isIn(days).length > 0 }, deps);
  for await (const used of withCredited(metered, of, { windowsOf, reading }, deps)) {
    through = `${used.customerId}#${used.subscriptionId}`;
    rowCount += used.rowCount;
    if (used.isShown) empty.delete(through);
    if (used.isShown && !of.uncounted?.has(used.subscriptionId)) batch.push(used);
    if (batch.length >= subscriptions || rowCount >= rows) yield await portion();
  }
  if (rowCount > 0 || batch.length > 0) yield await portion();
  const mended = [...empty].flatMap((ids) => nothingLeft(ids, windowsOf(ids), of));
  if (mended.length > 0) yield { rated: mended, through: through || of.range.from, rowCount: 0 };
}

/** One that an invoice left out, and of which nothing is in the sheets after all: what was waited for had been sent before. */
function nothingLeft(ids: string, windows: UsageWindows, { uncounted }: UsageOf): RatedUsage[] {
  const [customerId, subscriptionId] = ids.split('#') as [string, string];
  const isMended = windows.wasAside && !uncounted?.has(subscriptionId);
  return isMended ? [{ customerId, subscriptionId, windows, nothing: true }] : [];
}

/** What all subscriptions of a partner are rated by. */
interface Terms {
  readonly book: RateBook;
  readonly voided: readonly VoidedInvoice[];
}

/** A void is known of invoices of so many days before at most: corrections reach some 120 days back. */
const VOIDED_DAYS_MAX = 400;

/** The first day of report that an invoice may have: it has those of the invoices before it that left the subscription out. */
function startOfInvoice(invoiceOn: Day, periods: readonly DayPeriod[], leftOut: readonly DayPeriod[]): Day {
  const start = periods.find(({ end }) => end === invoiceOn)?.start ?? invoiceOn;
  return leftOut
    .filter(({ end }) => end === start)
    .map((span) => span.start)
    .reduce(earlier, start);
}

/** Reports that come into sheets after their invoice would be on none: the next invoice has all of the subscription instead. */
async function notCounted(
  { partnerId, range, uncounted = new Set() }: UsageOf,
  windowsOf: (ids: string) => UsageWindows,
  { table }: Pick<Deps, 'table'>,
): Promise<RatedUsage[]> {
  if (uncounted.size === 0) return [];
  const found: RatedUsage[] = [];
  const owners = await ownerStore(table).ofPartner(partnerId, [...uncounted]);
  for (const { customerId, subscriptionId, billingType } of owners.values()) {
    const ids = `${customerId}#${subscriptionId}`;
    if (billingType !== 'usage' || ids < range.from || (range.to !== undefined && ids >= range.to)) continue;
    const error = new Error('usage that was reported has not been counted');
    found.push({ customerId, subscriptionId, windows: windowsOf(ids), error });
  }
  return found;
}

const earlier = (a: Day, b: Day): Day => (b < a ? b : a);

interface UsedReading {
  readonly reach: DayPeriod;
  readonly windowsOf: (ids: string) => UsageWindows;
  readonly reading: SheetReading;
  /** Whether an invoice of the partner was voided for good on one of some days. */
  readonly hasVoid: (days: DayPeriod) => boolean;
}

/** All subscriptions with sheets in reach, each as a whole. */
async function* usedIn(
  { partnerId, range }: UsageOf,
  { reach, windowsOf, reading, hasVoid }: UsedReading,
  deps: Deps,
): AsyncGenerator<Used> {
  let used: (Used & { sheets: DaySheet[]; isShown: boolean; rowCount: number }) | undefined;
  for await (const page of usageStore(deps).sheets(partnerId, range, reach, reading))
    for (const sheet of page) {
      const { customerId, subscriptionId } = sheet;
      if (used?.subscriptionId !== subscriptionId || used.customerId !== customerId) {
        if (used) yield used;
        const windows = windowsOf(`${customerId}#${subscriptionId}`);
        const isShown = hasVoid(windows.window);
        used = { customerId, subscriptionId, windows, sheets: [], isShown, rowCount: 0, credits: [] };
      }
      const { window } = used.windows;
      used.sheets.push(condensed(sheet, window));
      used.rowCount += sheet.rows.length;
      used.isShown ||= sheet.rows.some(({ reportedOn }) => contains(window, reportedOn));
    }
  if (used) yield used;
}

/** The same with their credits, and subscriptions that have nothing else on the invoice in their place among them. */
async function* withCredited(
  used: AsyncIterable<Used>,
  { partnerId, range, period, creditDates }: UsageOf,
  { windowsOf, reading: { isBackwards = false } }: { windowsOf: (ids: string) => UsageWindows; reading: SheetReading },
  { table }: Pick<Deps, 'table'>,
): AsyncGenerator<Used> {
  const of = { partnerId, kind: 'usage', billingDates: creditDates, range, before: period.end, isBackwards } as const;
  const credited = creditedSubscriptions(of, table);
  let next = (await credited.next()).value || undefined;
  const isBefore = (a: string, b: string): boolean => (isBackwards ? a > b : a < b);
  const alone = ({ ids, ...about }: CreditedSubscription): Used => ({
    ...about,
    ...{ windows: windowsOf(ids), sheets: [], isShown: true, rowCount: 0 },
  });
  for await (const each of used) {
    const ids = `${each.customerId}#${each.subscriptionId}`;
    while (next && isBefore(next.ids, ids)) {
      yield alone(next);
      next = (await credited.next()).value || undefined;
    }
    if (next?.ids !== ids) {
      yield each;
      continue;
    }
    yield { ...each, isShown: true, credits: next.credits };
    next = (await credited.next()).value || undefined;
  }
  for (; next; next = (await credited.next()).value || undefined) yield alone(next);
}

async function rateBatch(
  batch: readonly Used[],
  { book, voided }: Terms,
  of: UsageOf,
  { table }: Pick<Deps, 'table'>,
): Promise<Iterable<RatedUsage>> {
  const owners = await ownerStore(table).ofPartner(
    of.partnerId,
    batch.map(({ subscriptionId }) => subscriptionId),
  );
  const customers = await namesStore(table).customersOf(
    of.partnerId,
    batch.map(({ customerId }) => customerId),
  );
  const taxRateAt = taxRateOn(of.taxRates);
  const rate = (used: Used): RatedUsage | undefined => {
    const { customerId, subscriptionId, windows } = used;
    const ids = { customerId, subscriptionId, windows };
    const owner = owners.get(subscriptionId);
    try {
      invariant(owner, 'billing knows who owns a metered subscription');
      const usage: UsageToRate = {
        subscriptionId,
        sheets: used.sheets,
        periods: of.periods,
        window: windows.window,
        billed: windows.billed,
        voided,
        book,
        taxPercentOn: (on) => taxRateAt(on).percent,
        endedOn: notRunningOn(owner, windows.window.end),
      };
      const [charged, days] = [rateUsage(usage), ratedDays(usage)];
      const lines = [...charged, ...usageCreditLines(used.credits, of.taxRates)];
      if (lines.length + days.length === 0) return windows.wasAside ? { ...ids, nothing: true } : undefined;
      return { ...ids, book, billed: { owner, customer: named(customers.get(customerId)), lines, days } };
    } catch (error) {
      return { ...ids, error };
    }
  };
  return lazily(batch, rate);
}

function* lazily<T, R>(all: Iterable<T>, each: (one: T) => R | undefined): Generator<R> {
  for (const one of all) {
    const made = each(one);
    if (made !== undefined) yield made;
  }
}

/** A customer that tenancy has not told of yet has no name. */
const named = (customer: CustomerName | undefined): BilledUsage['customer'] => ({
  name: customer?.name ?? '',
  domain: customer?.domain ?? '',
  country: customer?.country ?? '',
});

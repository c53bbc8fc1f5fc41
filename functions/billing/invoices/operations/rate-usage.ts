import type { Table } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { type CustomerName, type CustomerRange, namesStore, type TaxRate, taxRateOn } from '../../accounts/index.ts';
import type { RateBook } from '../../rate-cards/index.ts';
import {
  type DaySheet,
  notRunningOn,
  ownerStore,
  ratedDays,
  rateUsage,
  type UsageToRate,
  usageStore,
  type VoidedInvoice,
} from '../../usage/index.ts';
import { condensed } from '../domain/condensed.ts';
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
  readonly taxRates: readonly TaxRate[];
  /** Rates of days of usage. Asked for once, where there is any. */
  readonly bookOf: (days: DayPeriod) => Promise<RateBook>;
  /** Subscriptions with reports of those days that are in no sheet yet; absent where nothing is missed for good. */
  readonly uncounted?: ReadonlySet<string>;
}

/** A metered subscription with what the invoice bills of it, or why it cannot. */
export type RatedUsage = {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly windows: UsageWindows;
} & ({ readonly billed: BilledUsage; readonly book: RateBook } | { readonly error: unknown });

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
}

/** Subscriptions whose owners and customers are asked for together. */
const SUBSCRIPTIONS_AT_ONCE = 25;

/**
 * All metered subscriptions of a range that have usage on the invoice, by customer and subscription (X4). One that breaks
 * keeps no other from being rated, nor does one whose reports are not all counted: it is left out. Where there is no usage it costs one query for each month that late usage may reach.
 */
export async function* ratedUsage(of: UsageOf, deps: Deps): AsyncGenerator<RatedUsage> {
  const leftOut = await usageAsideStore(deps.table).ofRange(of.partnerId, of.range);
  const windowsOf = (ids: string): UsageWindows => usageWindows(of.period, of.periods, leftOut.get(ids) ?? []);
  const first = [...leftOut.keys()].map((ids) => windowsOf(ids).window.start).reduce(earlier, of.period.start);
  yield* notCounted(of, windowsOf, deps);
  const reach = reachOf({ start: first, end: of.period.end }, of.periods);
  let terms: Terms | undefined;
  let batch: Used[] = [];
  for await (const used of usedIn(of, { reach, windowsOf }, deps)) {
    if (of.uncounted?.has(used.subscriptionId)) continue;
    batch.push(used);
    if (batch.length < SUBSCRIPTIONS_AT_ONCE) continue;
    terms ??= await termsOf(of, reach, deps);
    yield* rateBatch(batch, terms, of, deps);
    batch = [];
  }
  if (batch.length > 0) yield* rateBatch(batch, terms ?? (await termsOf(of, reach, deps)), of, deps);
}

/** What all subscriptions of a partner are rated by. */
interface Terms {
  readonly book: RateBook;
  readonly voided: readonly VoidedInvoice[];
}

const termsOf = async ({ partnerId, bookOf }: UsageOf, reach: DayPeriod, { table }: Deps): Promise<Terms> => ({
  book: await bookOf(reach),
  voided: await invoiceStore(table).voidedBehind(partnerId, reach.start),
});

/** Reports that come into sheets after their invoice would be on none: the next invoice has all of the subscription instead. */
async function* notCounted(
  { partnerId, range, uncounted = new Set() }: UsageOf,
  windowsOf: (ids: string) => UsageWindows,
  { table }: Pick<Deps, 'table'>,
): AsyncGenerator<RatedUsage> {
  if (uncounted.size === 0) return;
  const owners = await ownerStore(table).ofPartner(partnerId, [...uncounted]);
  for (const { customerId, subscriptionId, billingType } of owners.values()) {
    const ids = `${customerId}#${subscriptionId}`;
    if (billingType !== 'usage' || ids < range.from || (range.to !== undefined && ids >= range.to)) continue;
    const error = new Error('usage that was reported has not been counted');
    yield { customerId, subscriptionId, windows: windowsOf(ids), error };
  }
}

const earlier = (a: Day, b: Day): Day => (b < a ? b : a);

/** Subscriptions of which something was reported in the days that the invoice has. */
async function* usedIn(
  { partnerId, range }: UsageOf,
  { reach, windowsOf }: { reach: DayPeriod; windowsOf: (ids: string) => UsageWindows },
  deps: Deps,
): AsyncGenerator<Used> {
  let used: (Used & { sheets: DaySheet[]; isShown: boolean }) | undefined;
  for await (const page of usageStore(deps).sheets(partnerId, range, reach))
    for (const sheet of page) {
      const { customerId, subscriptionId } = sheet;
      if (used?.subscriptionId !== subscriptionId || used.customerId !== customerId) {
        if (used?.isShown) yield used;
        const windows = windowsOf(`${customerId}#${subscriptionId}`);
        used = { customerId, subscriptionId, windows, sheets: [], isShown: false };
      }
      const { window } = used.windows;
      used.sheets.push(condensed(sheet, window));
      used.isShown ||= sheet.rows.some(({ reportedOn }) => contains(window, reportedOn));
    }
  if (used?.isShown) yield used;
}

async function* rateBatch(
  batch: readonly Used[],
  { book, voided }: Terms,
  of: UsageOf,
  { table }: Pick<Deps, 'table'>,
): AsyncGenerator<RatedUsage> {
  const owners = await ownerStore(table).ofPartner(
    of.partnerId,
    batch.map(({ subscriptionId }) => subscriptionId),
  );
  const customers = await namesStore(table).customersOf(
    of.partnerId,
    batch.map(({ customerId }) => customerId),
  );
  const taxRateAt = taxRateOn(of.taxRates);
  for (const used of batch) {
    const { customerId, subscriptionId, windows } = used;
    const ids = { customerId, subscriptionId, windows };
    const owner = owners.get(subscriptionId);
    let rated: RatedUsage;
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
      const [lines, days] = [rateUsage(usage), ratedDays(usage)];
      rated = { ...ids, book, billed: { owner, customer: named(customers.get(customerId)), lines, days } };
    } catch (error) {
      rated = { ...ids, error };
    }
    yield rated;
  }
}

/** A customer that tenancy has not told of yet has no name. */
const named = (customer: CustomerName | undefined): BilledUsage['customer'] => ({
  name: customer?.name ?? '',
  domain: customer?.domain ?? '',
  country: customer?.country ?? '',
});

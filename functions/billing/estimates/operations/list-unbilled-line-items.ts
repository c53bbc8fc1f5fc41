import * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import { countedList, type SoughtList, type SoughtPage } from '../../../../shared/dynamo/sought.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { parsedJson } from '../../../../shared/http/page-token.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, type Day, type DayPeriod, daysBetween, isDay, utcDay } from '../../../../shared/kernel/time.ts';
import {
  accountStore,
  type BillingAccount,
  namesStore,
  type PeriodRow,
  periodStore,
  taxRatesOf,
} from '../../accounts/index.ts';
import { type OpenLines, openLines, subscriptionStore, tally } from '../../history/index.ts';
import type { RatedUsageItem } from '../../invoices/index.ts';
import { LINES_PER_PAGE, type LineType, type OneTimeInvoiceLineItem, type Provider } from '../../schemas.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { isPlace, type Place, readPlace, toCursor } from './place.ts';
import { type AboutLine, toUnbilledLine } from './unbilled-line.ts';
import { unbilledUsageList } from './unbilled-usage.ts';

/** What may be asked for to see seat charges, and what was used. */
const PROVIDERS: Readonly<Record<LineType, ReadonlySet<Provider>>> = {
  billinglineitems: new Set(['all', 'onetime', 'office']),
  usagelineitems: new Set(['all', 'onetime', 'azure', 'marketplace']),
};

type SeatLine = z.input<typeof OneTimeInvoiceLineItem>;
type UnbilledLine = SeatLine | RatedUsageItem;

const Days = z.string().refine(isDay);
/** An open period, and one before it that waits: a token never makes a call read more months. */
const KEPT_DAYS_MAX = 400;
/** Days are fixed with the first page: what is posted between two pages of a list is not in it. */
const Kept = z.object({ start: Days, end: Days }).refine(({ start, end }) => daysBetween(start, end) <= KEPT_DAYS_MAX);
/**
 * Charges that are posted and not invoiced yet (D11): seat charges in the shape of one-time items; what was used by day, rated.
 * `office` and `azure` list the seats and the usage of these; the older synonym `marketplace` has usage alone.
 */
export const listUnbilledLineItems: Operation<
  (typeof estimatesRoutes)['listUnbilledLineItems'],
  EstimatesDeps
> = async (call, deps) => {
  const { table } = deps;
  const { provider = 'all', invoiceLineItemType: type, currencyCode, period = 'current' } = call.query;
  const partnerId = call.caller.tenantId;
  const token = call.seek?.token;
  const kept = token?.kept === undefined ? undefined : Kept.safeParse(parsedJson(token.kept));
  if (kept?.success === false || ![token?.start, token?.next].every(isPlace))
    return refuse('invalid_input', { field: 'MS-ContinuationToken' });
  if (type === undefined) return refuse('invalid_property', { field: 'invoiceLineItemType' });
  const row = await periodStore(table).latest(partnerId);
  const account = await accountStore(table).load(partnerId);
  const posted = kept?.data ?? (row && windowOf(row, period, utcDay(call.at)));
  const isForeign = currencyCode !== undefined && currencyCode.toUpperCase() !== account?.profile.currency;
  const isEmpty = !PROVIDERS[type].has(provider) || isForeign;
  const list: SoughtList<UnbilledLine> =
    !account || !posted || isEmpty
      ? countedList<UnbilledLine>(0, () => [])
      : type === 'usagelineitems'
        ? unbilledUsageList({ account, posted, hasCredit: call.query.hasPartnerEarnedCredit }, deps)
        : unbilledList(account, posted, deps);
  const page = await seekPage(call, list, {
    sizeDefault: LINES_PER_PAGE,
    ...(posted && { kept: JSON.stringify(posted) }),
  });
  if (!page.ok) return page;
  const { items, links, token: following } = page.value;
  return ok({ status: 200, body: collection(items, links, following) });
};

/**
 * The open period up to today; or the one before it while its invoice is not out. Undefined when there is none.
 */
function windowOf(row: PeriodRow, period: 'current' | 'previous', today: Day): DayPeriod | undefined {
  const isOver = row.end <= today;
  if (period === 'previous') return isOver ? { start: row.start, end: row.end } : undefined;
  return { start: isOver ? row.end : row.start, end: addDays(today, 1) };
}

type Reading = Pick<EstimatesDeps, 'table' | 'log'>;

/**
 * The open lines of all subscriptions, one after the other. A page reads a megabyte of subscriptions at most, and goes on
 * behind them; the page before costs as much as the page itself.
 */
const unbilledList = (account: BillingAccount, posted: DayPeriod, deps: Reading): SoughtList<SeatLine> => ({
  page: ({ size, after }) => page(account, posted, { size, after: after && readPlace(after) }, deps),
  before: ({ size, end }) => before(account, posted, { size, end: readPlace(end) }, deps),
});

/** Lines of one subscription on a page: from one number on, before another. */
interface Found {
  readonly open: OpenLines;
  readonly from: number;
  readonly to: number;
}

async function page(
  account: BillingAccount,
  posted: DayPeriod,
  { size, after }: { size: number; after: Place | undefined },
  { table, log }: Reading,
): Promise<SoughtPage<SeatLine>> {
  const from = after?.sk ?? '';
  const sums = tally(await taxRatesOf(account, posted, { table }));
  const found: Found[] = [];
  let count = 0;
  let end: Place | undefined;
  let next: Place | undefined;
  const portions = subscriptionStore(table).portions(account.partnerId, { from }, () => size - count + 2);
  reading: for await (const { items, isCut } of portions) {
    for (const item of items) {
      const open = await openLines(item, posted, { account, sums, log, table });
      const given = item.sk === after?.sk ? after.lines : 0;
      const held = open?.lines.length ?? 0;
      if (open && held > given) {
        if (count === size) {
          next = end;
          break reading;
        }
        const taken = Math.min(size - count, held - given);
        found.push({ open, from: given, to: given + taken });
        count += taken;
      }
      end = open && held > given ? { sk: item.sk, lines: found.at(-1)!.to } : { sk: item.sk, lines: held };
      if (end.lines < held) {
        next = end;
        break reading;
      }
    }
    if (isCut) next = end;
  }
  const lines = await named(found, { account, taxPercentOf: sums.taxPercentOf }, { table });
  return next ? { items: lines, next: toCursor(next) } : { items: lines };
}

/** The lines with the names of their customers and offers: a page asks for no others. */
async function named(
  found: readonly Found[],
  { account, taxPercentOf }: Pick<AboutLine, 'account' | 'taxPercentOf'>,
  { table }: Pick<Reading, 'table'>,
) {
  const subscriptions = found.map(({ open }) => open.subscription);
  const names = namesStore(table);
  const offers = await names.offersOf(subscriptions.map(({ offerId }) => offerId));
  const customers = await names.customersOf(
    account.partnerId,
    subscriptions.map(({ customerId }) => customerId),
  );
  return found.flatMap(({ open: { subscription, ledger, lines, moneys }, from, to }) => {
    const [customer, offer] = [customers.get(subscription.customerId), offers.get(subscription.offerId)];
    const about = { account, subscription, ledger, customer, offer, taxPercentOf, event: lines };
    return lines.slice(from, to).map((line, index) => toUnbilledLine(line, moneys[from + index]!, about));
  });
}

/** Counts lines backwards from the end of a page until there are more than it holds, or it has read its fill. */
async function before(
  account: BillingAccount,
  posted: DayPeriod,
  { size, end }: { size: number; end: Place },
  { table, log }: Reading,
): Promise<Cursor | undefined> {
  const sums = tally(await taxRatesOf(account, posted, { table }));
  let count = 0;
  const portions = subscriptionStore(table).portions(account.partnerId, { upTo: end.sk }, () => size - count + 2);
  for await (const { items, isCut } of portions) {
    for (const item of items) {
      const open = await openLines(item, posted, { account, sums, log, table });
      const held = open?.lines.length ?? 0;
      count += item.sk === end.sk ? Math.min(end.lines, held) : held;
      if (count > size) return toCursor({ sk: item.sk, lines: count - size });
    }
    if (isCut) return toCursor({ sk: items.at(-1)!.sk, lines: 0 });
  }
  return undefined;
}

import * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import { countedList, type SoughtList, type SoughtPage } from '../../../../shared/dynamo/sought.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { parsedJson } from '../../../../shared/http/page-token.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, type Day, type DayPeriod, isDay, utcDay } from '../../../../shared/kernel/time.ts';
import {
  accountStore,
  type BillingAccount,
  namesStore,
  type PeriodRow,
  periodStore,
  taxRatesOf,
} from '../../accounts/index.ts';
import { type OpenLines, openLines, subscriptionStore, tally } from '../../history/index.ts';
import { LINES_PER_PAGE, type OneTimeInvoiceLineItem, type Provider } from '../../schemas.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { type AboutLine, toUnbilledLine } from './unbilled-line.ts';

/** What may be asked for to see seat charges. */
const HAS_SEATS: ReadonlySet<Provider> = new Set(['all', 'onetime', 'office']);

type UnbilledLine = z.input<typeof OneTimeInvoiceLineItem>;

const Days = z.string().refine(isDay);
/** Days are fixed with the first page: what is posted between two pages of a list is not in it. */
const Kept = z.object({ start: Days, end: Days });
/** Callers may make tokens up: what comes back is checked like any input. */
const PlaceText = z.object({ sk: z.string().min(1).max(200), lines: z.coerce.number().int().min(0) });

/** Where a page goes on: behind so many lines of a subscription. */
interface Place {
  readonly sk: string;
  readonly lines: number;
}

/**
 * Charges that are posted and not invoiced yet (D11), seat charges in the shape of one-time items. Usage (azure) and the
 * older synonym `marketplace` have no lines.
 */
export const listUnbilledLineItems: Operation<
  (typeof estimatesRoutes)['listUnbilledLineItems'],
  EstimatesDeps
> = async (call, { table, log }) => {
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
  const isEmpty = type === 'usagelineitems' || !HAS_SEATS.has(provider) || isForeign;
  const list =
    account && posted && !isEmpty
      ? unbilledList(account, posted, { table, log })
      : countedList<UnbilledLine>(0, () => []);
  const page = await seekPage(call, list, {
    sizeDefault: LINES_PER_PAGE,
    ...(posted && { kept: JSON.stringify(posted) }),
  });
  if (!page.ok) return page;
  const { items, links, token: following } = page.value;
  return ok({ status: 200, body: collection(items, links, following) });
};

const isPlace = (place: Cursor | undefined): boolean => place === undefined || PlaceText.safeParse(place).success;

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
const unbilledList = (account: BillingAccount, posted: DayPeriod, deps: Reading): SoughtList<UnbilledLine> => ({
  page: ({ size, after }) => page(account, posted, { size, after: after && PlaceText.parse(after) }, deps),
  before: ({ size, end }) => before(account, posted, { size, end: PlaceText.parse(end) }, deps),
});

const toCursor = ({ sk, lines }: Place): Cursor => ({ sk, lines: String(lines) });

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
): Promise<SoughtPage<UnbilledLine>> {
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

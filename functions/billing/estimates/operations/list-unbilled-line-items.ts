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
  type CustomerName,
  customerNames,
  namesStore,
  type PeriodRow,
  periodStore,
  taxRatesOf,
} from '../../accounts/index.ts';
import { openLines, subscriptionStore, tally } from '../../history/index.ts';
import { LINES_PER_PAGE, type OneTimeInvoiceLineItem, type Provider } from '../../schemas.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { toUnbilledLine } from './unbilled-line.ts';

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

/** The open lines of all subscriptions, one after the other. The page before costs as much as the page itself. */
const unbilledList = (account: BillingAccount, posted: DayPeriod, deps: Reading): SoughtList<UnbilledLine> => ({
  page: ({ size, after }) => page(account, posted, { size, after: after && PlaceText.parse(after) }, deps),
  before: ({ size, end }) => before(account, posted, { size, end: PlaceText.parse(end) }, deps),
});

const toCursor = ({ sk, lines }: Place): Cursor => ({ sk, lines: String(lines) });

async function page(
  account: BillingAccount,
  posted: DayPeriod,
  { size, after }: { size: number; after: Place | undefined },
  { table, log }: Reading,
): Promise<SoughtPage<UnbilledLine>> {
  const range = { from: after?.sk ?? '' };
  const nameOf = customerNames<CustomerName>(
    namesStore(table).customers(account.partnerId, { from: range.from.split('#')[0]! }),
  );
  const offers = await namesStore(table).offers();
  const sums = tally(await taxRatesOf(account, posted, { table }));
  const lines: UnbilledLine[] = [];
  let end: Place | undefined;
  for await (const items of subscriptionStore(table).pages(account.partnerId, range))
    for (const item of items) {
      const open = await openLines(item, posted, { account, sums, log, table });
      const given = item.sk === after?.sk ? after.lines : 0;
      if (!open || open.lines.length <= given) continue;
      if (end && lines.length === size) return { items: lines, next: toCursor(end) };
      const { subscription, ledger, lines: all } = open;
      const taken = all.slice(given, given + size - lines.length);
      const about = {
        account,
        subscription,
        ledger,
        customer: await nameOf(subscription.customerId),
        offer: offers.get(subscription.offerId),
        event: all,
      };
      for (const [index, line] of taken.entries()) lines.push(toUnbilledLine(line, open.moneys[given + index]!, about));
      end = { sk: item.sk, lines: given + taken.length };
      if (end.lines < all.length) return { items: lines, next: toCursor(end) };
    }
  return { items: lines };
}

/** Counts lines backwards from the end of a page until there are more than it holds. */
async function before(
  account: BillingAccount,
  posted: DayPeriod,
  { size, end }: { size: number; end: Place },
  { table, log }: Reading,
): Promise<Cursor | undefined> {
  const sums = tally(await taxRatesOf(account, posted, { table }));
  let count = 0;
  for await (const items of subscriptionStore(table).pagesUpTo(account.partnerId, end.sk))
    for (const item of items) {
      const open = await openLines(item, posted, { account, sums, log, table });
      const held = open?.lines.length ?? 0;
      count += item.sk === end.sk ? Math.min(end.lines, held) : held;
      if (count > size) return toCursor({ sk: item.sk, lines: count - size });
    }
  return undefined;
}

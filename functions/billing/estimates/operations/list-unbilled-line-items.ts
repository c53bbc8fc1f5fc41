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
import { usageCreditLines } from '../../credits/index.ts';
import { type Tally, tally } from '../../history/index.ts';
import type { RatedUsageItem } from '../../invoices/index.ts';
import { LINES_PER_PAGE, type LineType, type OneTimeInvoiceLineItem, type Provider } from '../../schemas.ts';
import { ownerStore, type UsageOwner } from '../../usage/index.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { isPlace, type Place, readPlace, toCursor } from './place.ts';
import { toUnbilledCredit } from './unbilled-credit.ts';
import { toUnbilledLine } from './unbilled-line.ts';
import { unbilledUsageList } from './unbilled-usage.ts';
import { type WithLines, withOpenLines } from './with-open-lines.ts';

/** What may be asked for to see charges and credits, and what was used. */
const PROVIDERS: Readonly<Record<LineType, ReadonlySet<Provider>>> = {
  billinglineitems: new Set(['all', 'onetime', 'office', 'azure']),
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
 * `office` and `azure` list the seats and the usage of these, credits with what they are on; the older synonym `marketplace` has usage
 * alone.
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
        : unbilledList({ account, posted, provider }, deps);
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

/** Which charges are listed. */
interface Wish {
  readonly account: BillingAccount;
  readonly posted: DayPeriod;
  readonly provider: Provider;
}

/**
 * The open lines of all subscriptions, one after the other. A page reads a megabyte of subscriptions at most, and goes on
 * behind them; the page before costs as much as the page itself.
 */
const unbilledList = (wish: Wish, deps: Reading): SoughtList<SeatLine> => ({
  page: ({ size, after }) => page(wish, { size, after: after && readPlace(after) }, deps),
  before: ({ size, end }) => before(wish, { size, end: readPlace(end) }, deps),
});

/** Lines of one subscription on a page: from one number on, before another. */
interface Found {
  readonly of: WithLines;
  readonly from: number;
  readonly to: number;
}

async function page(
  wish: Wish,
  { size, after }: { size: number; after: Place | undefined },
  deps: Reading,
): Promise<SoughtPage<SeatLine>> {
  const sums = tally(await taxRatesOf(wish.account, wish.posted, deps));
  const found: Found[] = [];
  let count = 0;
  let end: Place | undefined;
  let next: Place | undefined;
  const range = { from: after?.sk ?? '' };
  for await (const of of withOpenLines(wish, { range, sums, wanted: () => size - count + 2 }, deps)) {
    const given = of.sk === after?.sk ? after.lines : 0;
    if (of.count > given) {
      if (count === size) {
        next = end;
        break;
      }
      const taken = Math.min(size - count, of.count - given);
      found.push({ of, from: given, to: given + taken });
      count += taken;
    }
    end = { sk: of.sk, lines: of.count > given ? found.at(-1)!.to : of.count };
    if (end.lines < of.count || of.isCut) {
      next = end;
      break;
    }
  }
  const lines = await named(found, wish, sums, deps);
  return next ? { items: lines, next: toCursor(next) } : { items: lines };
}

/** The lines with the names of their customers and offers: a page asks for no others. */
async function named(found: readonly Found[], { account, posted }: Wish, sums: Tally, { table }: Reading) {
  const { partnerId } = account;
  const idsOf = ({ of }: Found): readonly string[] => of.sk.split('#');
  const metered = found.filter(({ of }) => of.credits);
  const owners = await ownerStore(table).ofPartner(
    partnerId,
    metered.map((each) => idsOf(each)[1]!),
  );
  const ownerOf = (each: Found): UsageOwner => owners.get(idsOf(each)[1]!)!;
  const names = namesStore(table);
  const offers = await names.offersOf(found.map((each) => each.of.open?.subscription.offerId ?? ownerOf(each).offerId));
  const customers = await names.customersOf(
    partnerId,
    found.map((each) => idsOf(each)[0]!),
  );
  const taxRates = metered.length > 0 ? await taxRatesOf(account, posted, { table }) : [];
  return found.flatMap((each): SeatLine[] => {
    const { of, from, to } = each;
    const customer = customers.get(idsOf(each)[0]!);
    if (of.open) {
      const { subscription, ledger, lines, moneys } = of.open;
      const offer = offers.get(subscription.offerId);
      const about = { account, subscription, ledger, customer, offer, taxPercentOf: sums.taxPercentOf, event: lines };
      return lines.slice(from, to).map((line, index) => toUnbilledLine(line, moneys[from + index]!, about));
    }
    const owner = ownerOf(each);
    const credits = of.credits!.slice(from, to);
    const about = { account, owner, customer, offer: offers.get(owner.offerId) };
    return usageCreditLines(credits, taxRates).map((line, index) =>
      toUnbilledCredit(line, { ...about, credit: credits[index]! }),
    );
  });
}

/** Counts lines backwards from the end of a page until there are more than it holds, or it has read its fill. */
async function before(
  wish: Wish,
  { size, end }: { size: number; end: Place },
  deps: Reading,
): Promise<Cursor | undefined> {
  const sums = tally(await taxRatesOf(wish.account, wish.posted, deps));
  let count = 0;
  for await (const of of withOpenLines(wish, { range: { upTo: end.sk }, sums, wanted: () => size - count + 2 }, deps)) {
    count += of.sk === end.sk ? Math.min(end.lines, of.count) : of.count;
    if (count > size) return toCursor({ sk: of.sk, lines: count - size });
    if (of.isCut) return toCursor({ sk: of.sk, lines: 0 });
  }
  return undefined;
}

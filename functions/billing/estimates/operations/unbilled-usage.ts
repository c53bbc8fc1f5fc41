import type { SoughtList, SoughtPage } from '../../../../shared/dynamo/sought.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import { type BillingAccount, type CustomerRange, taxRatesOf } from '../../accounts/index.ts';
import {
  openRatedItems,
  openUsage,
  openUsageItem,
  type RatedUsage,
  type RatedUsageItem,
  ratedPortions,
  ratedUsage,
} from '../../invoices/index.ts';
import type { RatedDay, UsageLine } from '../../usage/index.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { type Place, readPlace, toCursor } from './place.ts';

type Reading = Pick<EstimatesDeps, 'table' | 'files' | 'log' | 'rateBookOf'>;

/** Which days of use are listed. */
export interface UsageWish {
  readonly account: BillingAccount;
  /** Days of report. */
  readonly posted: DayPeriod;
  /** Only what the partner has earned credit on, or has not. */
  readonly hasCredit?: boolean | undefined;
}

/** Rows of sheets after which a page ends where it stands: a second or two of rating. */
const ROWS_PER_PAGE = 50_000;
const READING = { atOnce: 100, subscriptions: 5, rows: 5000 };

/**
 * What was used and is not invoiced yet, rated as its invoice will be (U8), by customer, subscription, period, meter and day.
 * A page reads the sheets of its own subscriptions, a whole one at least, and goes on behind them. The page before costs as much as
 * the page itself.
 */
export const unbilledUsageList = (wish: UsageWish, deps: Reading): SoughtList<RatedUsageItem> => ({
  page: ({ size, after }) => page(wish, { size, after: after && readPlace(after) }, deps),
  before: ({ size, end }) => before(wish, { size, end: readPlace(end) }, deps),
});

/** A place behind all of a subscription is before whatever sorts behind it. */
function behind(ids: string): Place {
  const sk = `${ids}~`;
  return { sk, lines: 0 };
}

async function page(
  wish: UsageWish,
  { size, after }: { size: number; after: Place | undefined },
  deps: Reading,
): Promise<SoughtPage<RatedUsageItem>> {
  const items: RatedUsageItem[] = [];
  let end = after;
  let rowCount = 0;
  const portions = ratedPortions(await openOf(wish, { from: after?.sk ?? '' }, deps), READING, deps);
  for await (const portion of portions) {
    for (const used of portion.rated) {
      const { ids, days } = shownOf(used, wish, deps);
      const given = ids === after?.sk ? after.lines : 0;
      if (days.length <= given) continue;
      if (items.length === size) return { items, next: toCursor(end!) };
      const taken = days.slice(given, given + size - items.length);
      items.push(...itemsOf(taken, used, wish));
      end = given + taken.length < days.length ? { sk: ids, lines: given + taken.length } : behind(ids);
      if (end.sk === ids) return { items, next: toCursor(end) };
    }
    end = items.length === size ? end : behind(portion.through);
    rowCount += portion.rowCount;
    if (rowCount >= ROWS_PER_PAGE) return { items, next: toCursor(end!) };
  }
  return { items };
}

/** Counts rows backwards from the end of a page until there are more than it holds, or it has read its fill. */
async function before(
  wish: UsageWish,
  { size, end }: { size: number; end: Place },
  deps: Reading,
): Promise<Cursor | undefined> {
  let [count, rowCount] = [0, 0];
  const range = { from: '', to: end.sk.endsWith('~') ? end.sk : `${end.sk}~` };
  const portions = ratedPortions(await openOf(wish, range, deps), { ...READING, isBackwards: true }, deps);
  for await (const portion of portions) {
    for (const used of portion.rated) {
      const { ids, days } = shownOf(used, wish, deps);
      count += ids === end.sk ? Math.min(end.lines, days.length) : days.length;
      if (count > size) return toCursor({ sk: ids, lines: count - size });
    }
    rowCount += portion.rowCount;
    if (rowCount >= ROWS_PER_PAGE) return toCursor({ sk: portion.through, lines: 0 });
  }
  return undefined;
}

const openOf = async ({ account, posted }: UsageWish, range: CustomerRange, deps: Reading) =>
  openUsage(account, { posted, range, taxRates: await taxRatesOf(account, posted, deps) }, deps);

/** The days of a subscription that are asked for; none of one that cannot be rated: no list stands still for it. */
function shownOf(
  used: RatedUsage,
  { hasCredit }: UsageWish,
  { log }: Pick<Reading, 'log'>,
): { ids: string; days: readonly RatedDay[] } {
  const { customerId, subscriptionId } = used;
  const ids = `${customerId}#${subscriptionId}`;
  if ('error' in used) {
    log.error('a list leaves out usage that cannot be rated', {
      ...{ customerId, subscriptionId },
      error: String(used.error),
    });
    return { ids, days: [] };
  }
  if ('nothing' in used) return { ids, days: [] };
  const isShown = ({ discount }: RatedDay): boolean =>
    hasCredit === undefined || Number(discount.fraction) > 0 === hasCredit;
  return { ids, days: used.billed.days.filter(isShown) };
}

function itemsOf(days: readonly RatedDay[], used: RatedUsage, { account }: UsageWish): RatedUsageItem[] {
  if (!('billed' in used)) return [];
  const { billed, book } = used;
  return openRatedItems(days, { account, billed, book }).map((item, index) => ({
    ...item,
    lineIds: linesOf(days[index]!, billed.lines).map(({ key }) => key),
  }));
}

/** The lines that bill what was used on a day of its meter: several where its units pass from one tier to the next. */
const linesOf = ({ meterId, period, used }: RatedDay, lines: readonly UsageLine[]): UsageLine[] =>
  lines.filter(
    (line) =>
      line.meterId === meterId &&
      line.period.start === period.start &&
      line.why.days.some(({ on }) => on === used.usageOn),
  );

/**
 * A usage line by the id that it will have on its invoice (BIL-9); undefined where there is none. Reads its subscription alone;
 * `windows` are days of report, each of another invoice.
 */
export async function openUsageLine(
  account: BillingAccount,
  { customerId, subscriptionId, key }: { customerId: string; subscriptionId: string; key: string },
  windows: readonly DayPeriod[],
  deps: Reading,
) {
  const ids = `${customerId}#${subscriptionId}`;
  for (const posted of windows) {
    const of = await openOf({ account, posted }, { from: ids, to: `${ids}~` }, deps);
    for await (const used of ratedUsage(of, deps)) {
      if (!('billed' in used)) continue;
      const { billed, book } = used;
      const line = billed.lines.find((each) => each.key === key);
      if (line) return openUsageItem(line, { account, billed, book });
    }
  }
  return undefined;
}

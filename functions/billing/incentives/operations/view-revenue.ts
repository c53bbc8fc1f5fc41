import { collection } from '../../../../shared/contracts/wire.ts';
import { pagesOf } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addMonths, type Day, day } from '../../../../shared/kernel/time.ts';
import { type Revenue, summedRevenue } from '../domain/revenue.ts';
import type { incentivesRoutes } from '../routes.ts';
import { REVENUE_PER_PAGE, type RevenueRow } from '../schemas.ts';
import { readRevenue, revenueItem } from '../store/items.ts';
import { revenueQuery } from '../store/keys.ts';
import type { IncentivesDeps } from './dependencies.ts';
import { type Groups, groupedList } from './grouped-list.ts';

type Deps = Pick<IncentivesDeps, 'table'>;

/** Months that one call is about at most. */
const MONTHS_MAX = 24;

/**
 * BIL-12: what was billed by month, partner, customer's country and family, in the partner's currency. A document counts on the day
 * on which it went out; notes take back what they take back.
 */
export const viewRevenue: Operation<(typeof incentivesRoutes)['viewRevenue'], IncentivesDeps> = async (
  call,
  { table },
) => {
  const { from, to } = call.query;
  if (to < from) return refuse('invalid_input', { field: 'to', description: 'to: is the day of from or a later one.' });
  if (addMonths(day(`${from.slice(0, 7)}-01`), MONTHS_MAX) <= to)
    return refuse('invalid_input', { field: 'to', description: `to: ${MONTHS_MAX} months at most lie between.` });
  const page = await seekPage(call, groupedList(revenueGroups({ from, to }, { table })), {
    sizeDefault: REVENUE_PER_PAGE,
  });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items, links, token) });
};

/** What was billed to one partner in one month; what one is billed in never changes (PRG-10). */
interface Billed {
  readonly month: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly rows: Revenue[];
}

/** Partners by month: few documents of one partner are in a month, and they lie side by side. */
function revenueGroups(dates: { readonly from: Day; readonly to: Day }, deps: Deps): Groups<RevenueRow> {
  return async function* (from, order) {
    const all = monthsOf(dates);
    const [fromMonth, fromPartner] = from === undefined ? [] : (from.split('#') as [string, string?]);
    const months = order === 'forwards' ? all : all.toReversed();
    const begin = fromMonth === undefined ? 0 : months.indexOf(fromMonth);
    if (begin < 0) return;
    for (const month of months.slice(begin)) {
      const partner = month === fromMonth ? fromPartner : undefined;
      for await (const billed of billedIn(month, { dates, partner, order }, deps))
        yield { key: `${month}#${billed.partnerId}`, rows: async () => summedRevenue(billed.rows).map(toWire(billed)) };
    }
  };
}

function monthsOf({ from, to }: { readonly from: Day; readonly to: Day }): readonly string[] {
  const months: string[] = [];
  for (let first = day(`${from.slice(0, 7)}-01`); first <= to; first = addMonths(first, 1))
    months.push(first.slice(0, 7));
  return months;
}

async function* billedIn(
  month: string,
  {
    dates,
    partner,
    order,
  }: {
    readonly dates: { readonly from: Day; readonly to: Day };
    readonly partner: string | undefined;
    readonly order: 'forwards' | 'backwards';
  },
  { table }: Deps,
): AsyncGenerator<Billed> {
  const isBack = order === 'backwards';
  const span = isBack ? (['0', `${partner ?? 'g'}~`] as const) : ([partner ?? '0', 'g~'] as const);
  let current: Billed | undefined;
  for await (const page of pagesOf(table, revenueQuery(month, span, isBack)))
    for (const item of page) {
      const { partnerId, currency, on, rows } = revenueItem.fromItem(item);
      if (on < dates.from || on > dates.to) continue;
      if (current?.partnerId !== partnerId) {
        if (current) yield current;
        current = { month, partnerId, currency, rows: [] };
      }
      current.rows.push(...readRevenue(rows));
    }
  if (current) yield current;
}

const toWire =
  ({ month, partnerId, currency }: Billed) =>
  ({ country, family, subtotal, tax }: Revenue): RevenueRow => ({
    month,
    customerCountry: country,
    partnerId,
    productFamily: family,
    currencyCode: currency,
    subtotal: amountNumber({ minorUnits: subtotal, currency }),
    tax: amountNumber({ minorUnits: tax, currency }),
    attributes: { objectType: 'RevenueRow' },
  });

import type { Operation } from '../../../../shared/http/call.ts';
import { filterOf, groupingOf, insightsPage, pageOf } from '../../../../shared/http/insights.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import type { Cell, Row } from '../../../../shared/kernel/insights/fields.ts';
import type { Bounds, Filter } from '../../../../shared/kernel/insights/filter.ts';
import { GROUPS_MAX, groups } from '../../../../shared/kernel/insights/grouping.ts';
import { inOrder, parseOrder } from '../../../../shared/kernel/insights/order.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type Day, type DayPeriod, daysBetween, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, namesStore } from '../../accounts/index.ts';
import { type RateBook, rateBookOf } from '../../rate-cards/index.ts';
import { ownerStore, usageStore } from '../../usage/index.ts';
import { USAGE_INSIGHT } from '../domain/usage-insight.ts';
import type { costsRoutes } from '../routes.ts';
import type { CostsDeps } from './dependencies.ts';

/** Days before today from which on usage is shown, where the filter names no earlier one. */
const SHOWN_DAYS = 91;
/** Days that are read at most. */
const DAYS_MAX = 400;
/** Rows of day sheets that are read for one answer at most: some seconds. */
const ROWS_MAX = 100_000;

type UsageRow = Row<typeof USAGE_INSIGHT>;

/**
 * USG-2: what all customers used, a row for each day, meter and location, or groups of them. A filter by customer and days
 * says what is read; more than {@link ROWS_MAX} rows of sheets are too much for one answer, and the caller is told to narrow it.
 */
export const listUsageAnalytics: Operation<(typeof costsRoutes)['listUsageAnalytics'], CostsDeps> = async (
  call,
  deps,
) => {
  const { top, skip } = call.query;
  const filter = filterOf(call.query.filter, USAGE_INSIGHT);
  if (!filter.ok) return filter;
  const grouping = groupingOf(call.query, USAGE_INSIGHT);
  if (!grouping.ok) return grouping;
  const fields = grouping.value ? [...grouping.value.by, ...USAGE_INSIGHT.sums] : Object.keys(USAGE_INSIGHT.fields);
  const order = parseOrder(call.query.orderBy ?? '', fields);
  if (!order.ok) return refuse('invalid_input', { field: 'orderBy', description: order.refusal.fault });
  const read = await rowsOf(call.caller.tenantId, utcDay(call.at), filter.value, deps);
  if (!read.ok) return read;
  const rows = read.value;
  const columns = (field: string): readonly Cell[] => rows.map((row) => row[field as keyof UsageRow]);
  const meets = filter.value?.over(columns);
  const met = [...rows.keys()].filter((row) => !meets || meets(row));
  let found: readonly Record<string, Cell>[] = met.map((row) => rows[row]!);
  if (grouping.value) {
    const grouped = groups(USAGE_INSIGHT, grouping.value);
    if (!grouped.add(columns, met))
      return refuse('invalid_input', {
        field: 'groupBy',
        description: `That makes more than ${GROUPS_MAX} groups: group by fewer fields, or filter.`,
      });
    found = grouped.rows();
  }
  const ordered = inOrder(found, order.value);
  const page = pageOf(top);
  for (let index = skip; index < ordered.length && page.add(ordered[index]!); index += 1);
  return ok({ status: 200, body: insightsPage({ rows: page.rows, total: ordered.length }, skip, call) as never });
};

type Rows = Result<readonly UsageRow[], Refusal<'invalid_input'>>;
const tooMuch = (description: string): Rows => refuse('invalid_input', { field: 'filter', description });

async function rowsOf(partnerId: string, today: Day, filter: Filter | undefined, deps: CostsDeps): Promise<Rows> {
  const bounds: Bounds = filter?.bounds ?? new Map();
  const { from = addDays(today, -SHOWN_DAYS), through = today } = bounds.get('usageDate') ?? {};
  const days = { start: from, end: addDays(through < today ? through : today, 1) };
  if (days.end <= days.start) return ok([]);
  if (daysBetween(days.start, days.end) > DAYS_MAX)
    return tooMuch(
      `Usage is shown of ${DAYS_MAX} days at most: name a later first day of usageDate, or an earlier last one.`,
    );
  const customerId = bounds.get('customerTenantId')?.equals;
  const range = customerId === undefined ? { from: '' } : { from: `${customerId}#`, to: `${customerId}$` };
  const used = new Map<string, Used>();
  let rowCount = 0;
  for await (const page of usageStore(deps).sheets(partnerId, range, days))
    for (const { customerId: of, subscriptionId, usageOn, rows } of page) {
      rowCount += rows.length;
      if (rowCount > ROWS_MAX)
        return tooMuch(
          `There are more than ${ROWS_MAX} rows: filter by customerTenantId, or by fewer days of usageDate.`,
        );
      for (const { meterId, location, quantity } of rows) {
        const key = JSON.stringify([of, subscriptionId, usageOn, meterId, location]);
        const known = used.get(key);
        const sum = new Exact(known?.quantity ?? 0).plus(quantity);
        used.set(key, { customerId: of, subscriptionId, usageOn, meterId, location, quantity: sum });
      }
    }
  const sorted = [...used].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return ok(await named(partnerId, sorted, days, deps));
}

/** What a subscription used of one meter in one place on a day. */
interface Used {
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly usageOn: Day;
  readonly meterId: string;
  readonly location: string;
  readonly quantity: Exact;
}

async function named(partnerId: string, used: readonly Used[], days: DayPeriod, deps: CostsDeps): Promise<UsageRow[]> {
  if (used.length === 0) return [];
  const distinct = (of: (row: Used) => string): string[] => [...new Set(used.map(of))];
  const owners = await ownerStore(deps.table).ofPartner(
    partnerId,
    distinct(({ subscriptionId }) => subscriptionId),
  );
  const customers = await namesStore(deps.table).customersOf(
    partnerId,
    distinct(({ customerId }) => customerId),
  );
  const book = await bookOf(partnerId, days, deps);
  return used.map(({ customerId, subscriptionId, usageOn, meterId, location, quantity }) => {
    const meter = book?.meter(meterId, usageOn);
    const owner = owners.get(subscriptionId);
    return {
      customerTenantId: customerId,
      customerName: customers.get(customerId)?.name ?? '',
      subscriptionId: shownId(subscriptionId),
      subscriptionName: owner?.friendlyName || owner?.offerName || '',
      usageDate: toWireDay(usageOn),
      resourceLocation: location,
      meterCategory: meter?.category ?? '',
      meterSubcategory: meter?.subcategory ?? '',
      meterUnit: meter?.unit ?? '',
      reservationOrderId: '',
      reservationId: '',
      consumptionMeterId: meterId,
      serviceType: meter?.name ?? '',
      quantity: quantity.toNumber(),
    };
  });
}

/** What meters are called; unknown of a partner that is not billed. */
async function bookOf(partnerId: string, days: DayPeriod, deps: CostsDeps): Promise<RateBook | undefined> {
  const account = await accountStore(deps.table).load(partnerId);
  return account && rateBookOf({ currency: account.profile.currency, region: account.profile.region, ...days }, deps);
}

import { collection, link } from '../../../../shared/contracts/wire.ts';
import { countedList } from '../../../../shared/dynamo/sought.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { amountNumber, money } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, daysBetween, type Instant, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { namesStore } from '../../accounts/index.ts';
import { forecastOf, percentUsed, standingAt } from '../domain/budget.ts';
import { sumOf } from '../domain/usage-cost.ts';
import type { costsRoutes } from '../routes.ts';
import { meteredStore } from '../store/metered-store.ts';
import { type MeteredSpending, spendingStore } from '../store/spending-store.ts';
import type { CostsDeps } from './dependencies.ts';
import { budgetMembers } from './usage-budget.ts';
import { type OpenPeriod, openPeriod } from './usage-estimate.ts';
import { costIn, costMembers, periodMembers, toWireCustomerRecord, toWireSubscriptionRecord } from './usage-wire.ts';

type Routes = typeof costsRoutes;

/** USG-4: what metered use costs by customer, a page at a time. Customers without usage-based subscriptions are not in it. */
export const listCustomerUsageRecords: Operation<Routes['listCustomerUsageRecords'], CostsDeps> = async (
  call,
  deps,
) => {
  const { table } = deps;
  const partnerId = call.caller.tenantId;
  const open = await openPeriod(partnerId, utcDay(call.at), deps);
  const list = open ? spendingStore(table).list(partnerId) : countedList<MeteredSpending>(0, () => []);
  const page = await seekPage(call, list, WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const names = await namesStore(table).customersOf(
    partnerId,
    items.map(({ customerId }) => customerId),
  );
  const records = items.map((spending) =>
    toWireCustomerRecord(spending, names.get(spending.customerId)?.name ?? '', { open: open!, at: call.at }),
  );
  return ok({ status: 200, body: collection(records, links, token) });
};

/** USG-4: the same of one customer, with its budget. */
export const viewCustomerUsageSummary: Operation<Routes['viewCustomerUsageSummary'], CostsDeps> = async (
  call,
  deps,
) => {
  const { table } = deps;
  const pair = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const open = await openPeriod(pair.partnerId, utcDay(call.at), deps);
  if (!open) return refuse('resource_not_found');
  const spending = await spendingStore(table).load(pair.partnerId, pair.customerId);
  const name =
    (await namesStore(table).customersOf(pair.partnerId, [pair.customerId])).get(pair.customerId)?.name ?? '';
  return ok({
    status: 200,
    body: {
      ...costMembers({ id: pair.customerId, name, ...costIn(spending.cost, open, call.at) }, open.account),
      ...periodMembers(open.period),
      budget: budgetMembers(spending),
      links: { self: link(`/customers/${pair.customerId}/usagesummary`) },
      attributes: { objectType: 'CustomerUsageSummary' },
    },
  });
};

/** USG-4: by usage-based subscription of a customer, those that were not used among them. */
export const listSubscriptionUsageRecords: Operation<Routes['listSubscriptionUsageRecords'], CostsDeps> = async (
  call,
  deps,
) => {
  const pair = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const open = await openPeriod(pair.partnerId, utcDay(call.at), deps);
  const metered = open ? await meteredStore(deps.table).ofCustomer(pair) : [];
  return ok({
    status: 200,
    body: collection(metered.map((of) => toWireSubscriptionRecord(of, { open: open!, at: call.at }))),
  });
};

/** USG-4: what all customers cost, and how many of them stand where. Reads one small item a customer, a page at a time. */
export const viewPartnerUsageSummary: Operation<Routes['viewPartnerUsageSummary'], CostsDeps> = async (call, deps) => {
  const { caller, at } = call;
  const open = await openPeriod(caller.tenantId, utcDay(at), deps);
  if (!open) return refuse('resource_not_found');
  const { account } = open;
  const sums = await sumsOf(caller.tenantId, open, deps);
  const cost = { total: sums.total, usd: sums.usd, at: sums.at ?? at };
  return ok({
    status: 200,
    body: {
      ...costMembers({ id: caller.tenantId, name: account.profile.companyName, ...cost }, account),
      ...periodMembers(open.period),
      emailsToNotify: [],
      customersOverBudget: sums.over,
      customersTrendingOver: sums.trending,
      customersWithUsageBasedSubscription: sums.customers,
      links: { self: link('/usagesummary') },
      attributes: { objectType: 'PartnerUsageSummary' },
    },
  });
};

async function sumsOf(partnerId: string, open: OpenPeriod, { table, budgetWarningPercent }: CostsDeps) {
  const sums = { total: '0', usd: '0', at: undefined as Instant | undefined, over: 0, trending: 0, customers: 0 };
  for await (const page of spendingStore(table).pages(partnerId)) {
    const costs = page.map((spending) => costIn(spending.cost, open, spending.cost.at));
    sums.customers += page.length;
    sums.total = sumOf([sums.total, ...costs.map(({ total }) => total)]);
    sums.usd = sumOf([sums.usd, ...costs.map(({ usd }) => usd)]);
    for (const [index, { total, at }] of costs.entries()) {
      const standing = standingAt(percentUsed(total, page[index]!.budget), budgetWarningPercent);
      if (standing === 'over') sums.over += 1;
      if (standing === 'trending') sums.trending += 1;
      if (sums.at === undefined || at > sums.at) sums.at = at;
    }
  }
  return sums;
}

/** USG-4: what the period will cost in the end if it goes on as on its complete days. */
export const viewUsageForecast: Operation<Routes['viewUsageForecast'], CostsDeps> = async (call, deps) => {
  const pair = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const today = utcDay(call.at);
  const open = await openPeriod(pair.partnerId, today, deps);
  if (!open) return refuse('resource_not_found');
  const { period, account } = open;
  const { total } = costIn((await spendingStore(deps.table).load(pair.partnerId, pair.customerId)).cost, open, call.at);
  const { currency } = account.profile;
  const days = { complete: daysBetween(period.start, today), inPeriod: daysBetween(period.start, period.end) };
  return ok({
    status: 200,
    body: {
      totalCost: Number(total),
      forecast: amountNumber(money(new Exact(forecastOf(total, days)).toFixed(10), currency)),
      periodStart: toWireDay(period.start),
      periodEnd: toWireDay(addDays(period.end, -1)),
      currencyCode: currency,
      links: { self: link(`/customers/${pair.customerId}/usageforecast`) },
      attributes: { objectType: 'UsageForecast' },
    },
  });
};

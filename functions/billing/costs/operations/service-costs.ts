import type * as z from 'zod';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { countedList } from '../../../../shared/dynamo/sought.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { amountNumber } from '../../../../shared/kernel/money.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type Instant, toWireDay, utcDay } from '../../../../shared/kernel/time.ts';
import { currencySymbol } from '../../accounts/index.ts';
import type { ServiceCostLineItem, ServiceCostsSummary } from '../../schemas.ts';
import { type CostLine, costOf } from '../domain/cost-line.ts';
import type { CostsPeriod } from '../parts.ts';
import type { costsRoutes } from '../routes.ts';
import { type CustomerCosts, issuedCosts, openCosts } from './customer-costs.ts';
import type { CostsDeps } from './dependencies.ts';

type Routes = typeof costsRoutes;

/** USG-4: what the customer costs the partner: as invoiced last, or what is posted and not invoiced yet. */
export const viewServiceCosts: Operation<Routes['viewServiceCosts'], CostsDeps> = async (call, deps) => {
  const { customerId } = call.customer;
  const costs = await costsIn(call.path.costsPeriod, ask(call), deps);
  const path = `/customers/${customerId}/servicecosts/${call.path.costsPeriod}`;
  const summary = summaryOf(customerId, costs, call);
  return ok({
    status: 200,
    body: {
      ...summary,
      details: [
        { invoiceType: 'Recurring', summary: { ...summary, attributes: { objectType: 'ServiceCostsSummary' } } },
      ],
      links: { serviceCostLineItems: link(`${path}/lineitems`), self: link(path) },
      attributes: { objectType: 'ServiceCostsSummary' },
    },
  });
};

/** The charges behind it, in the order of the invoice. */
export const listServiceCostLineItems: Operation<Routes['listServiceCostLineItems'], CostsDeps> = async (
  call,
  deps,
) => {
  const costs = await costsIn(call.path.costsPeriod, ask(call), deps);
  const lines = costs?.lines ?? [];
  const list = countedList(lines.length, ({ from, to }) =>
    lines.slice(from, to).map((line) => toWireLine(call.customer.customerId, line, costs!)),
  );
  const page = await seekPage(call, list, WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items, links, token) });
};

interface Asked {
  readonly partnerId: string;
  readonly customerId: string;
  readonly at: Instant;
}

const ask = (call: { caller: { tenantId: string }; customer: { customerId: string }; at: Instant }): Asked => ({
  partnerId: call.caller.tenantId,
  customerId: call.customer.customerId,
  at: call.at,
});

const costsIn = (period: CostsPeriod, { at, ...pair }: Asked, deps: CostsDeps): Promise<CustomerCosts | undefined> =>
  period === 'mostrecent' ? issuedCosts(pair, deps) : openCosts(pair, utcDay(at), deps);

/** "Never" on the wire: before the first period there are no days. */
const NEVER = '0001-01-01T00:00:00Z';

function summaryOf(
  customerId: string,
  costs: CustomerCosts | undefined,
  { caller }: { caller: { account: { partner?: { currency: string } } } },
) {
  const currency = costs?.currency ?? caller.account.partner!.currency;
  const { pretax, tax, total } = costOf(costs?.lines ?? []);
  return {
    billingStartDate: costs ? toWireDay(costs.period.start) : NEVER,
    billingEndDate: costs ? toWireDay(addDays(costs.period.end, -1)) : NEVER,
    pretaxTotal: amountNumber({ minorUnits: pretax, currency }),
    tax: amountNumber({ minorUnits: tax, currency }),
    afterTaxTotal: amountNumber({ minorUnits: total, currency }),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    customerId,
  } satisfies Partial<z.input<typeof ServiceCostsSummary>>;
}

function toWireLine(
  customerId: string,
  line: CostLine,
  { currency, customerName, invoiceNumber }: CustomerCosts,
): z.input<typeof ServiceCostLineItem> {
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  return {
    startDate: toWireDay(line.start),
    endDate: toWireDay(addDays(line.end, -1)),
    subscriptionFriendlyName: line.friendlyName,
    subscriptionId: shownId(line.subscriptionId),
    orderId: line.orderId,
    offerId: line.offerId,
    offerName: line.offerName,
    resellerMPNId: line.reseller || '-1',
    chargeType: line.chargeType,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    pretaxTotal: amount(line.pretax),
    tax: amount(line.tax),
    afterTaxTotal: amount(line.total),
    currencyCode: currency,
    currencySymbol: currencySymbol(currency),
    customerId,
    customerName,
    invoiceNumber,
    invoiceType: 'Recurring',
    attributes: { objectType: 'ServiceCostLineItem' },
  };
}

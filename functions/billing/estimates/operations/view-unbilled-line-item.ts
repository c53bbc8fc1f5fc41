import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { REASONS, seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { type Line, lineIdOf, lineKey, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type LineMoney, ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays, type Day, type DayPeriod, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, namesStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { openCredits, openLinesWithCredits } from '../../credits/index.ts';
import { subscriptionStore, tally } from '../../history/index.ts';
import { lineIdText, parseLineId, pricingOf, seatLineText } from '../../invoices/index.ts';
import { customerOf } from '../../usage/index.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { UNBILLED } from './estimate.ts';
import { type AboutLine, toUnbilledLine } from './unbilled-line.ts';
import { openUsageLine } from './unbilled-usage.ts';

/**
 * BIL-9: one line that is posted and not invoiced yet, by the id that it will have on its invoice, with what explains
 * it. Of usage that is open, the line as it would be now. Reads its subscription alone.
 */
export const viewUnbilledLineItem: Operation<(typeof estimatesRoutes)['viewUnbilledLineItem'], EstimatesDeps> = async (
  call,
  deps,
) => {
  const told = await openLine(call.caller.tenantId, call.path.openLineId, utcDay(call.at), deps);
  if (!told) return refuse('resource_not_found');
  const { lineItem, text } = told;
  return ok({
    status: 200,
    body: {
      lineId: lineItem.lineId,
      invoiceId: UNBILLED,
      text,
      lineItem,
      links: { self: link(`/invoices/${UNBILLED}/lineitems/${encodeURIComponent(lineItem.lineId)}`) },
      attributes: { objectType: 'ExplainedLineItem' },
    },
  });
};

async function openLine(partnerId: string, lineId: string, today: Day, deps: EstimatesDeps) {
  const { table } = deps;
  const line = parseLineId(lineId);
  const customerId = line && (await customerOf({ partnerId, ...line }, { table }));
  const row = await periodStore(table).latest(partnerId);
  const account = await accountStore(table).load(partnerId);
  if (!customerId || !row || !account) return undefined;
  const sought = { customerId, subscriptionId: line.subscriptionId, key: line.key };
  // A period that is over and not invoiced counts as much as the one after it.
  const posted = { start: row.start, end: addDays(today, 1) };
  const found = await openSeatLine(account, sought, posted, deps);
  if (found) return { lineItem: toUnbilledLine(found.line, found.money, found.about), text: textOf(found) };
  const windows =
    row.end <= today
      ? [
          { start: row.start, end: row.end },
          { ...posted, start: row.end },
        ]
      : [posted];
  return openUsageLine(account, { ...sought, key: lineIdText(line) }, windows, deps);
}

interface Found {
  readonly line: Line;
  readonly money: LineMoney;
  readonly about: AboutLine;
}

async function openSeatLine(
  account: BillingAccount,
  { customerId, subscriptionId, key }: { customerId: string; subscriptionId: string; key: string },
  posted: DayPeriod,
  { table, log }: Pick<EstimatesDeps, 'table' | 'log'>,
): Promise<Found | undefined> {
  const { partnerId } = account;
  const item = (await subscriptionStore(table).items([{ partnerId, customerId, subscriptionId }])).get(subscriptionId);
  const sums = tally(await taxRatesOf(account, posted, { table }));
  const ids = `${customerId}#${subscriptionId}`;
  const credits = openCredits({ account, table }, posted, { from: ids, to: `${ids}~` });
  const open = item && (await openLinesWithCredits(item, posted, { account, sums, log, table, credits }));
  const at = open?.lines.findIndex((line) => lineKey(line) === key) ?? -1;
  if (!open || at < 0) return undefined;
  const { subscription, ledger, lines, moneys } = open;
  const names = namesStore(table);
  const customer = (await names.customersOf(partnerId, [customerId])).get(customerId);
  const offer = (await names.offersOf([subscription.offerId])).get(subscription.offerId);
  const about = { account, subscription, ledger, customer, offer, taxPercentOf: sums.taxPercentOf, event: lines };
  return { line: lines[at]!, money: moneys[at]!, about };
}

function textOf({ line, money, about }: Found): string {
  const { subscription, customer, offer, account, taxPercentOf } = about;
  const { currency } = account.profile;
  const { eventId, term, cyclePrice, cycleDays, days, quantity, sign, reverses } = line;
  const text = (minorUnits: bigint): string => minorUnitsText(minorUnits, minorUnitDecimals(currency));
  return seatLineText({
    ...REASONS[line.reason],
    ...{ eventId, cyclePrice, cycleDays, days, quantity, currency },
    chargeType: line.chargeType,
    customerName: customer?.name ?? '',
    offerName: offer?.name ?? subscription.offerId,
    subscriptionId: shownId(subscription.subscriptionId),
    firstDay: line.start,
    lastDay: addDays(line.end, -1),
    priceList: term.lock.priceList,
    pricing: pricingOf(line),
    formula: line.formula ?? seatFormula({ quantity, cyclePrice, days, cycleDays, isCredit: sign < 0 }),
    roundingPolicy: ROUNDING_POLICY,
    amount: text(money.amount),
    discount: text(money.discount),
    subtotal: text(money.subtotal),
    taxPercent: taxPercentOf(line),
    tax: text(money.tax),
    total: text(money.total),
    reverses: reverses && lineIdOf(subscription.subscriptionId, reverses),
  });
}

import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { REASONS, seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { type Line, lineIdOf, lineKey, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type LineMoney, ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays, type Day, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, namesStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { openLines, subscriptionStore, tally } from '../../history/index.ts';
import { parseLineId, seatLineText } from '../../invoices/index.ts';
import { customerOf } from '../../usage/index.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';
import { UNBILLED } from './estimate.ts';
import { type AboutLine, toUnbilledLine } from './unbilled-line.ts';

/**
 * BIL-9: one line that is posted and not invoiced yet, by the id that it will have on its invoice, with what explains
 * it. Reads its subscription alone.
 */
export const viewUnbilledLineItem: Operation<(typeof estimatesRoutes)['viewUnbilledLineItem'], EstimatesDeps> = async (
  call,
  deps,
) => {
  const found = await openLine(call.caller.tenantId, call.path.openLineId, { ...deps, today: utcDay(call.at) });
  if (!found) return refuse('resource_not_found');
  const { line, money, about } = found;
  const lineItem = toUnbilledLine(line, money, about);
  return ok({
    status: 200,
    body: {
      lineId: lineItem.lineId,
      invoiceId: UNBILLED,
      text: textOf(found),
      lineItem,
      links: { self: link(`/invoices/${UNBILLED}/lineitems/${encodeURIComponent(lineItem.lineId)}`) },
      attributes: { objectType: 'ExplainedLineItem' },
    },
  });
};

interface Found {
  readonly line: Line;
  readonly money: LineMoney;
  readonly about: AboutLine;
}

async function openLine(
  partnerId: string,
  lineId: string,
  { table, log, today }: Pick<EstimatesDeps, 'table' | 'log'> & { today: Day },
): Promise<Found | undefined> {
  const sought = parseLineId(lineId);
  const customerId = sought && (await customerOf({ partnerId, ...sought }, { table }));
  const row = await periodStore(table).latest(partnerId);
  const account = await accountStore(table).load(partnerId);
  if (!customerId || !row || !account) return undefined;
  const ids = { partnerId, customerId, subscriptionId: sought.subscriptionId };
  const item = (await subscriptionStore(table).items([ids])).get(sought.subscriptionId);
  const sums = tally(await taxRatesOf(account, row, { table }));
  // A period that is over and not invoiced counts as much as the one after it.
  const posted = { start: row.start, end: addDays(today, 1) };
  const open = item && (await openLines(item, posted, { account, sums, log, table }));
  const at = open?.lines.findIndex((line) => lineKey(line) === sought.key) ?? -1;
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

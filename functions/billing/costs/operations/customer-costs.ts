import type { Table } from '../../../../shared/dynamo/table.ts';
import { amountNumber, money } from '../../../../shared/kernel/money.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import {
  accountStore,
  type BillingAccount,
  namesStore,
  periodStore,
  regionsOf,
  taxRatesOf,
} from '../../accounts/index.ts';
import { openCredits, openLinesWithCredits } from '../../credits/index.ts';
import { type OpenLines, subscriptionStore, tally } from '../../history/index.ts';
import {
  dayOfMoment,
  invoiceStore,
  issuedRowsOf,
  isVoid,
  type LicenseRow,
  periodsUpTo,
  ratedUsage,
  type UsageRow,
} from '../../invoices/index.ts';
import { bookByRegion, rateBookOf } from '../../rate-cards/index.ts';
import { ownerStore, type UsageLine, type UsageOwner } from '../../usage/index.ts';
import type { CostLine } from '../domain/cost-line.ts';
import type { CostsDeps } from './dependencies.ts';
import type { OpenPeriod } from './usage-estimate.ts';

/** What one customer costs its partner in a billing period. */
export interface CustomerCosts {
  readonly period: DayPeriod;
  readonly currency: string;
  /** Empty while it is not invoiced. */
  readonly invoiceNumber: string;
  readonly customerName: string;
  readonly lines: readonly CostLine[];
}

interface Pair {
  readonly partnerId: string;
  readonly customerId: string;
}

/**
 * As the partner's latest invoice that stands has it, with the notes that correct it; undefined before the first. Only the part of
 * the file with the customer is read.
 */
export async function issuedCosts(pair: Pair, deps: CostsDeps): Promise<CustomerCosts | undefined> {
  const standing = invoiceStore(deps.table).amended(pair.partnerId, (invoice, notes) =>
    isVoid(notes) ? undefined : { invoice, notes },
  );
  const [latest] = (await standing.page({ size: 1 })).items;
  if (!latest) return undefined;
  const { invoice, notes } = latest;
  const { seats, usage } = await issuedRowsOf(invoice, notes, pair.customerId, deps);
  const ids = usage.map(({ SubscriptionId }) => SubscriptionId.toLowerCase());
  const owners = await ownerStore(deps.table).ofPartner(pair.partnerId, [...new Set(ids)]);
  return {
    period: { start: invoice.periodStartOn, end: invoice.invoiceOn },
    currency: invoice.currency,
    invoiceNumber: invoice.invoiceId,
    customerName: seats[0]?.CustomerName ?? usage[0]?.CustomerCompanyName ?? (await nameOf(pair, deps)),
    lines: [...seats.map(fromSeatRow), ...usage.map((row) => fromUsageRow(row, owners))],
  };
}

/**
 * What is posted and on no invoice yet, with the days up to the next invoice; undefined for a partner that is not billed. Reads
 * the subscriptions of the customer alone.
 */
export async function openCosts(pair: Pair, today: Day, deps: CostsDeps): Promise<CustomerCosts | undefined> {
  const { table, log } = deps;
  const account = await accountStore(table).load(pair.partnerId);
  const period = await periodStore(table).latest(pair.partnerId);
  if (!account || !period) return undefined;
  const posted = { start: period.start, end: addDays(today, 1) };
  const sums = tally(await taxRatesOf(account, posted, { table }));
  const credits = openCredits({ account, table }, posted, ofCustomer(pair.customerId));
  const found: OpenLines[] = [];
  for await (const page of subscriptionStore(table).pages(pair.partnerId, ofCustomer(pair.customerId)))
    for (const item of page) {
      const open = await openLinesWithCredits(item, posted, { account, sums, log, table, credits });
      if (open && open.lines.length > 0) found.push(open);
    }
  return {
    period: { start: period.start, end: period.end },
    currency: account.profile.currency,
    invoiceNumber: '',
    customerName: await nameOf(pair, deps),
    lines: [...(await fromOpen(found, account, deps)), ...(await openUsage(pair, { account, period, today }, deps))],
  };
}

/** Metered use that was reported since the last invoice, as the next one will bill it; what breaks is left out. */
async function openUsage(pair: Pair, { account, period, today }: OpenPeriod, deps: CostsDeps): Promise<CostLine[]> {
  const { profile } = account;
  const through = addDays(today, 1);
  const posted = { start: period.start, end: through < period.end ? through : period.end };
  const rated = ratedUsage(
    {
      partnerId: pair.partnerId,
      range: ofCustomer(pair.customerId),
      creditDates: [period.end],
      period: posted,
      periods: [...periodsUpTo(period, profile).slice(0, -1), posted],
      taxRates: await taxRatesOf(account, period, deps),
      bookOf: async (days) =>
        bookByRegion(await regionsOf(account, period, deps), days, (of) =>
          rateBookOf({ currency: profile.currency, ...of }, deps),
        ),
    },
    deps,
  );
  const found: CostLine[] = [];
  for await (const used of rated) {
    if ('billed' in used) found.push(...used.billed.lines.map((line) => fromUsageLine(line, used.billed.owner)));
    else if ('error' in used)
      deps.log.error('costs leave out a subscription that breaks', { ...pair, error: String(used.error) });
  }
  return found;
}

const fromUsageLine = (line: UsageLine, owner: UsageOwner): CostLine => ({
  ...line.period,
  friendlyName: owner.friendlyName,
  subscriptionId: owner.subscriptionId,
  orderId: owner.orderId,
  offerId: owner.offerId,
  offerName: owner.offerName,
  reseller: owner.resellerMpnId ?? '',
  chargeType: line.chargeType,
  quantity: Number(line.overage),
  unitPrice: Number(line.listPrice),
  pretax: line.pretaxCharges,
  tax: line.tax,
  total: line.total,
});

/** Sort keys of one customer's subscriptions: `#` stands behind its id, and `$` is what follows `#`. */
const ofCustomer = (customerId: string) => ({ from: `${customerId}#`, to: `${customerId}$` });

const nameOf = async ({ partnerId, customerId }: Pair, { table }: { table: Table }): Promise<string> =>
  (await namesStore(table).customersOf(partnerId, [customerId])).get(customerId)?.name ?? '';

function fromSeatRow(row: LicenseRow): CostLine {
  const minorUnits = (amount: string): bigint => money(amount, row.Currency).minorUnits;
  return {
    start: dayOfMoment(row.ChargeStartDate),
    end: addDays(dayOfMoment(row.ChargeEndDate), 1),
    friendlyName: row.SubscriptionName,
    subscriptionId: row.SyndicationPartnerSubscriptionNumber,
    orderId: row.OrderId,
    offerId: row.DurableOfferId,
    offerName: row.OfferName,
    reseller: row.ResellerMPNID === '0' ? '' : row.ResellerMPNID,
    chargeType: row.ChargeType,
    quantity: Number(row.Quantity),
    unitPrice: Number(row.UnitPrice),
    pretax: minorUnits(row.Subtotal),
    tax: minorUnits(row.Tax),
    total: minorUnits(row.TotalForCustomer),
  };
}

/** Of metered use the units that are charged count, at the list price (billing contract 9.12). */
function fromUsageRow(row: UsageRow, owners: ReadonlyMap<string, UsageOwner>): CostLine {
  const minorUnits = (amount: string): bigint => money(amount, row.Currency).minorUnits;
  return {
    start: dayOfMoment(row.ChargeStartDate),
    end: addDays(dayOfMoment(row.ChargeEndDate), 1),
    friendlyName: row.SubscriptionName,
    subscriptionId: row.SubscriptionId,
    orderId: row.OrderID,
    offerId: owners.get(row.SubscriptionId.toLowerCase())?.offerId ?? '',
    offerName: row.SubscriptionDescription,
    reseller: row.ResellerMPNID === '0' ? '' : row.ResellerMPNID,
    chargeType: row.ChargeType,
    quantity: Number(row.OverageQuantity),
    unitPrice: Number(row.ListPrice),
    pretax: minorUnits(row.PretaxCharges),
    tax: minorUnits(row.TaxAmount),
    total: minorUnits(row.PostTaxTotal),
  };
}

async function fromOpen(
  open: readonly OpenLines[],
  { profile: { currency } }: BillingAccount,
  { table }: { table: Table },
): Promise<CostLine[]> {
  const offers = await namesStore(table).offersOf(open.map(({ subscription }) => subscription.offerId));
  return open.flatMap(({ subscription, ledger, lines, moneys }) => {
    const offerName = offers.get(subscription.offerId)?.name ?? subscription.offerId;
    return lines.map(({ start, end, chargeType, quantity, unitPrice }, index): CostLine => {
      const { subtotal, tax, total } = moneys[index]!;
      return {
        ...{ start, end, chargeType, quantity },
        friendlyName: ledger.friendlyName || offerName,
        subscriptionId: subscription.subscriptionId,
        orderId: subscription.orderId,
        offerId: subscription.offerId,
        offerName,
        reseller: ledger.resellerOfRecord,
        unitPrice: amountNumber({ minorUnits: unitPrice, currency }),
        ...{ pretax: subtotal, tax, total },
      };
    });
  });
}

import type { Table } from '../../../../shared/dynamo/table.ts';
import { amountNumber, money } from '../../../../shared/kernel/money.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, namesStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { type OpenLines, openLines, subscriptionStore, tally } from '../../history/index.ts';
import { dayOfMoment, invoiceStore, issuedRowsOf, type LicenseRow } from '../../invoices/index.ts';
import type { CostLine } from '../domain/cost-line.ts';
import type { CostsDeps } from './dependencies.ts';

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

/** As the partner's latest invoice has it; undefined before the first. Only the part of the file with the customer is read. */
export async function issuedCosts(pair: Pair, deps: CostsDeps): Promise<CustomerCosts | undefined> {
  const [invoice] = (await invoiceStore(deps.table).list(pair.partnerId).page({ size: 1 })).items;
  if (!invoice) return undefined;
  const rows = await issuedRowsOf(invoice, pair.customerId, deps);
  return {
    period: { start: invoice.periodStartOn, end: invoice.invoiceOn },
    currency: invoice.currency,
    invoiceNumber: invoice.invoiceId,
    customerName: rows[0]?.CustomerName ?? (await nameOf(pair, deps)),
    lines: rows.map(fromRow),
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
  const found: OpenLines[] = [];
  for await (const page of subscriptionStore(table).pages(pair.partnerId, ofCustomer(pair.customerId)))
    for (const item of page) {
      const open = await openLines(item, posted, { account, sums, log, table });
      if (open && open.lines.length > 0) found.push(open);
    }
  return {
    period: { start: period.start, end: period.end },
    currency: account.profile.currency,
    invoiceNumber: '',
    customerName: await nameOf(pair, deps),
    lines: await fromOpen(found, account, deps),
  };
}

/** Sort keys of one customer's subscriptions: `#` stands behind its id, and `$` is what follows `#`. */
const ofCustomer = (customerId: string) => ({ from: `${customerId}#`, to: `${customerId}$` });

const nameOf = async ({ partnerId, customerId }: Pair, { table }: { table: Table }): Promise<string> =>
  (await namesStore(table).customersOf(partnerId, [customerId])).get(customerId)?.name ?? '';

function fromRow(row: LicenseRow): CostLine {
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

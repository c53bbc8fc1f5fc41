import { invariant } from '../../../../shared/kernel/invariant.ts';
import { amountText } from '../../../../shared/kernel/money.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { type Explanation, formulaOf } from '../../domain/explanation.ts';
import type { Totals } from '../../domain/invoice.ts';
import { type Ledger, type Line, lineKey } from '../../domain/ledger.ts';
import type { KnownSubscription } from '../../domain/subscription.ts';
import { tally } from '../../domain/tally.ts';
import { shortId } from '../../store/compact.ts';

/** The license-based reconciliation file (billing contract 11): its columns, in order. */
export const LICENSE_COLUMNS = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'MPNID',
  'ResellerMPNID',
  'OrderId',
  'SubscriptionId',
  'SyndicationPartnerSubscriptionNumber',
  'OfferId',
  'DurableOfferId',
  'OfferName',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TotalForCustomer',
  'Currency',
  'DomainName',
  'SubscriptionName',
  'SubscriptionDescription',
  'BillingCycleType',
] as const;
export type LicenseColumn = (typeof LICENSE_COLUMNS)[number];

export const LICENSE_HEADER = `${LICENSE_COLUMNS.join(',')}\r\n`;

/** What all lines of a run share. */
export interface LicenseFileFacts {
  readonly partnerId: string;
  readonly mpnId: string;
  readonly currency: string;
  readonly taxRatePercent: string;
  readonly offerName: (offerId: string) => string;
}

/** What the customer of a line is called. */
export interface CustomerTexts {
  readonly name: string;
  readonly domain: string;
}

/** Rows and sums of one part of the file. */
export interface LicenseWriter {
  add(about: {
    subscription: KnownSubscription;
    ledger: Ledger;
    customer: CustomerTexts;
    lines: readonly Line[];
  }): void;
  /** Rows so far, and forgets them. */
  take(): { rows: string; explanations: string; count: number };
  readonly pending: number;
  totals(): { totals: Totals; byOffer: ReadonlyMap<string, Totals> };
}

/** Quotes a field as RFC 4180 asks. */
export const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export function licenseWriter(facts: LicenseFileFacts): LicenseWriter {
  const sums = tally(facts.taxRatePercent);
  let [rows, explanations, pending] = ['', '', 0];
  return {
    add({ subscription, ledger, customer, lines }) {
      const row = rowsOf(facts, subscription, ledger, customer);
      const money = sums.add(subscription.offerId, lines);
      lines.forEach((line, index) => {
        invariant(line.term.lock.currency === facts.currency, 'a bill is in one currency (PRG-10)');
        rows += row(line, money[index]!);
        explanations += explanationRow(line);
      });
      pending += lines.length;
    },
    take() {
      const taken = { rows, explanations, count: pending };
      [rows, explanations, pending] = ['', '', 0];
      return taken;
    },
    get pending() {
      return pending;
    },
    totals: () => ({ totals: sums.totals(), byOffer: sums.byOffer() }),
  };
}

/** Everything of a row that does not change from line to line is written once per subscription. */
function rowsOf(facts: LicenseFileFacts, subscription: KnownSubscription, ledger: Ledger, customer: CustomerTexts) {
  const { partnerId, mpnId, currency } = facts;
  const { customerId, subscriptionId, orderId, offerId } = subscription;
  const offerName = facts.offerName(offerId);
  const offer = csvField(offerName);
  const name = csvField(ledger.friendlyName || offerName);
  const head = `${partnerId},${customerId},${csvField(customer.name)},${mpnId || '0'},${ledger.reseller || '0'},${orderId},${shortId(subscriptionId)},${subscriptionId},${offerId},${offerId},${offer},`;
  const tail = `,${currency},${csvField(customer.domain)},${name},${offer},`;
  const text = (minorUnits: bigint): string => amountText({ minorUnits, currency });
  return ({ term, start, end, chargeType, unitPrice, quantity }: Line, money: Totals): string => {
    const dates = `${firstMoment(term.startOn)},${lastMoment(term.endOn)},${firstMoment(start)},${lastMoment(end)}`;
    const amount = text(money.amount);
    const subtotal = money.discount === 0n ? amount : text(money.subtotal);
    const total = money.tax === 0n ? subtotal : text(money.total);
    const amounts = `${amount},${text(money.discount)},${subtotal},${text(money.tax)},${total}`;
    const cycle = term.cycle === 'annual' ? 'Annual' : 'Monthly';
    return `${head}${dates},${chargeType},${text(unitPrice)},${quantity},${amounts}${tail}${cycle}\r\n`;
  };
}

// --- dates: `M/d/yyyy H:mm`, first and last minute -------------------------------------------------------------------

const MOMENTS_MAX = 5000;
const firstMoments = new Map<Day, string>();
const lastMoments = new Map<Day, string>();

const usDate = (on: Day): string => `${+on.slice(5, 7)}/${+on.slice(8, 10)}/${on.slice(0, 4)}`;

function remembered(known: Map<Day, string>, on: Day, make: () => string): string {
  let text = known.get(on);
  if (text === undefined) {
    if (known.size >= MOMENTS_MAX) known.clear();
    text = make();
    known.set(on, text);
  }
  return text;
}
const firstMoment = (on: Day): string => remembered(firstMoments, on, () => `${usDate(on)} 0:00`);
/** Of a half-open interval: the last minute of the day before its end. */
const lastMoment = (end: Day): string => remembered(lastMoments, end, () => `${usDate(addDays(end, -1))} 23:59`);

/** `1/13/2018 0:00` and `1/12/2019 23:59` as days. */
export function dayOfMoment(text: string): Day {
  const [month, date, year] = text.split(' ')[0]!.split('/') as [string, string, string];
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}` as Day;
}

// --- explanations ----------------------------------------------------------------------------------------------------

/** One row per line, fields in fixed order, separated by tabs. */
const explanationRow = (line: Line): string =>
  `${lineKey(line)}\t${line.event}\t${line.eventId}\t${line.term.lock.priceList}\t${line.rule}\t${formulaOf(line)}\t${line.cyclePrice}\t${line.cycleDays}\t${line.days}\t${line.reverses ?? ''}\n`;

export function readExplanation(row: string): Explanation {
  const [key, event, eventId, priceList, rule, formula, cyclePrice, cycleDays, days, reverses] = row.split('\t');
  return {
    lineKey: key!,
    event: event!,
    eventId: eventId!,
    priceList: priceList!,
    rule: rule!,
    formula: formula!,
    cyclePrice: cyclePrice!,
    cycleDays: Number(cycleDays),
    days: Number(days),
    ...(reverses && { reversesKey: reverses }),
  };
}

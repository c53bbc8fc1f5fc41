import { textCell } from '../../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../../shared/kernel/invariant.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../../shared/kernel/money.ts';
import { CHARGE_TYPES } from '../../../../../shared/kernel/seat-rating/charge-types.ts';
import { type Ledger, type Line, lineIdOf, lineKey, shownId } from '../../../../../shared/kernel/seat-rating/ledger.ts';
import type { LineMoney } from '../../../../../shared/kernel/seat-rating/rating.ts';
import type { TaxRate } from '../../../accounts/index.ts';
import { type KnownSubscription, type TaxShare, type Totals, tally, taxShares } from '../../../history/index.ts';
import { firstMoment, lastMoment, remembering } from './moments.ts';
import { explanationRowIn, pricingOf } from './rows-form.ts';
import { textSink } from './text-sink.ts';

/** What all lines of a run share. */
export interface LicenseFileFacts {
  readonly partnerId: string;
  readonly mpnId: string;
  readonly currency: string;
  readonly taxRates: readonly TaxRate[];
  readonly rowsForm: number;
  readonly offerName: (offerId: string) => string;
}

/** What the customer of a line is called. */
export interface CustomerTexts {
  readonly name: string;
  readonly domain: string;
}

/** Rows and sums of one part of the file. */
export interface LicenseWriter {
  /**
   * Adds all lines of a subscription.
   * @throws when one of them cannot be written, before any of them is.
   */
  add(about: {
    subscription: KnownSubscription;
    ledger: Ledger;
    customer: CustomerTexts;
    lines: readonly Line[];
  }): void;
  /** Rows since the last time; good until more is added. */
  take(): { rows: Uint8Array; explanations: Uint8Array; count: number };
  readonly pending: number;
  totals(): SeatSums;
}

/** What the lines come to. */
export interface SeatSums {
  readonly totals: Totals;
  readonly byOffer: ReadonlyMap<string, Totals>;
  readonly taxes: readonly TaxShare[];
  /** What of the amount are credits. */
  readonly offsets: bigint;
}

export function licenseWriter(facts: LicenseFileFacts): LicenseWriter {
  const sums = tally(facts.taxRates);
  const taxes = taxShares();
  let offsets = 0n;
  const decimals = minorUnitDecimals(facts.currency);
  const shared = { ...facts, decimals, nothing: minorUnitsText(0n, decimals) };
  const [rows, explanations] = [textSink(), textSink()];
  const explain = explanationRowIn(facts.rowsForm);
  const offerField = remembering((offerId: string) => textCell(facts.offerName(offerId)));
  let pending = 0;
  let lastCustomer: CustomerTexts | undefined;
  let customerFields: CustomerTexts = { name: '', domain: '' };
  return {
    add({ subscription, ledger, customer, lines }) {
      const offer = offerField(subscription.offerId);
      if (customer !== lastCustomer) {
        lastCustomer = customer;
        customerFields = { name: textCell(customer.name), domain: textCell(customer.domain) };
      }
      const moneys: LineMoney[] = [];
      for (const line of lines) {
        invariant(line.term.lock.currency === facts.currency, 'a bill is in one currency (PRG-10)');
        moneys.push(sums.moneyOf(line));
      }
      const row = rowsOf(shared, { subscription, ledger, offer, customer: customerFields });
      let index = 0;
      for (const line of lines) {
        const money = moneys[index++]!;
        const percent = sums.taxPercentOf(line);
        sums.add(subscription.offerId, money);
        taxes.add(percent, money);
        if (line.chargeType === CHARGE_TYPES.offset) offsets += money.amount;
        rows.write(row(line, money));
        explanations.write(explain(line, percent));
      }
      pending += lines.length;
    },
    take() {
      const taken = { rows: rows.take(), explanations: explanations.take(), count: pending };
      pending = 0;
      return taken;
    },
    get pending() {
      return pending;
    },
    totals: () => ({ totals: sums.totals(), byOffer: sums.byOffer(), taxes: taxes.all(), offsets }),
  };
}

/** The billing-platform id of a subscription: opaque and stable. */
const billingIdOf = (subscriptionId: string): string => `S-${subscriptionId}`;

interface SharedFacts extends LicenseFileFacts {
  readonly decimals: number;
  /** Zero as an amount. */
  readonly nothing: string;
}

interface RowFields {
  readonly subscription: KnownSubscription;
  readonly ledger: Ledger;
  /** Offer and customer as fields of the file. */
  readonly offer: string;
  readonly customer: CustomerTexts;
}

/** Everything of a row that does not change from line to line is written once per subscription. */
function rowsOf(facts: SharedFacts, { subscription, ledger, offer, customer }: RowFields) {
  const { partnerId, mpnId, currency } = facts;
  const { customerId, subscriptionId, orderId, offerId } = subscription;
  const name = ledger.friendlyName === '' ? offer : textCell(ledger.friendlyName);
  const [reseller, id] = [textCell(ledger.resellerOfRecord || '0'), textCell(offerId)];
  const head = `${partnerId},${customerId},${customer.name},${mpnId || '0'},${reseller},${orderId},${billingIdOf(subscriptionId)},${shownId(subscriptionId)},${id},${id},${offer},`;
  const tail = `,${currency},${customer.domain},${name},${offer},`;
  const { decimals, nothing, rowsForm } = facts;
  const lineIds = rowsForm < 2 ? undefined : lineIdOf(subscriptionId, '');
  const text = (minorUnits: bigint): string => (minorUnits === 0n ? nothing : minorUnitsText(minorUnits, decimals));
  return (line: Line, money: Totals): string => {
    const { term, start, end, chargeType, unitPrice, quantity } = line;
    const dates = `${firstMoment(term.startOn)},${lastMoment(term.endOn)},${firstMoment(start)},${lastMoment(end)}`;
    const amount = text(money.amount);
    const subtotal = money.discount === 0n ? amount : text(money.subtotal);
    const total = money.tax === 0n ? subtotal : text(money.total);
    const amounts = `${amount},${text(money.discount)},${subtotal},${text(money.tax)},${total}`;
    const cycle = term.cycle === 'annual' ? 'Annual' : 'Monthly';
    const pricing = rowsForm < 3 ? '' : pricingCells(line);
    const lineId = lineIds === undefined ? '' : `,${lineIds}${lineKey(line)}`;
    return `${head}${dates},${chargeType},${text(unitPrice)},${quantity},${amounts}${tail}${cycle}${pricing}${lineId}\r\n`;
  };
}

function pricingCells(line: Line): string {
  const { pricingCurrency, rate, rateOn } = pricingOf(line);
  return `,${pricingCurrency},${rate},${firstMoment(rateOn)}`;
}

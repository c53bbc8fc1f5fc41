import type * as z from 'zod';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { amountNumber, RATE_DECIMALS } from '../../../../shared/kernel/money.ts';
import { CHARGE_TYPES as POSTED_AS } from '../../../../shared/kernel/seat-rating/charge-types.ts';
import { REASONS, type Reason, seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { type Ledger, type Line, lineIdOf, lineKey, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type LineMoney, ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays, toWireDay } from '../../../../shared/kernel/time.ts';
import type { BillingAccount, CustomerName, OfferName } from '../../accounts/index.ts';
import type { KnownSubscription } from '../../history/index.ts';
import { pricingOf } from '../../invoices/index.ts';
import type { OneTimeInvoiceLineItem } from '../../schemas.ts';

/** The charge types of one-time items, by what posted the line (billing contract 4). */
const CHARGE_TYPES: Readonly<Record<Exclude<Reason, 'quantity'>, string>> = {
  purchase: 'New',
  reactivation: 'New',
  newTerm: 'Renew',
  renewal: 'Renew',
  cycle: 'CycleCharge',
  missedCycle: 'CycleCharge',
  billingCycle: 'ChangeBillingPlan',
  fullRefund: 'CancelImmediate',
  suspension: 'CancelImmediate',
  succession: 'CancelImmediate',
  earlyTermination: 'CancelImmediate',
  sla: 'CustomerCredit',
  accidentalPurchase: 'CustomerCredit',
  duplicateOrder: 'CustomerCredit',
  goodwill: 'CustomerCredit',
  correction: 'CustomerCredit',
  voiding: 'CustomerCredit',
  adjustment: 'CustomerCredit',
};

export interface AboutLine {
  readonly account: BillingAccount;
  readonly subscription: KnownSubscription;
  readonly ledger: Ledger;
  readonly customer: CustomerName | undefined;
  readonly offer: OfferName | undefined;
  /** Tax rate of the line, in percent. */
  readonly taxPercentOf: (line: Line) => string;
  /** All lines of the subscription in the period: those of one event tell which way its seats went. */
  readonly event: readonly Line[];
}

/** A seat line in the shape of one-time items (billing contract 9.7), with exactly the money it will be invoiced with. */
export function toUnbilledLine(line: Line, money: LineMoney, about: AboutLine): z.input<typeof OneTimeInvoiceLineItem> {
  const { account, subscription, ledger, customer, offer } = about;
  const { currency } = account.profile;
  const amount = (minorUnits: bigint): number => amountNumber({ minorUnits, currency });
  const offerName = offer?.name ?? subscription.offerId;
  return {
    partnerId: account.partnerId,
    customerId: subscription.customerId,
    customerName: customer?.name ?? '',
    customerDomainName: customer?.domain ?? '',
    customerCountry: customer?.country ?? '',
    invoiceNumber: '',
    mpnId: account.profile.mpnId ?? '',
    resellerMpnId: Number(ledger.resellerOfRecord) || 0,
    orderId: subscription.orderId,
    orderDate: toWireDay(ledger.createdOn),
    productId: subscription.offerId,
    skuId: '',
    availabilityId: '',
    productName: offer?.productName ?? offerName,
    skuName: offerName,
    chargeType: line.reason === 'quantity' ? quantityType(line, about.event) : CHARGE_TYPES[line.reason],
    unitPrice: Number(line.cyclePrice),
    effectiveUnitPrice: isCredit(line) ? amount(line.unitPrice) : effectiveUnitPrice(line),
    unitType: 'Licenses',
    quantity: line.quantity,
    billableQuantity: line.quantity,
    subtotal: amount(money.subtotal),
    taxTotal: amount(money.tax),
    totalForCustomer: amount(money.total),
    currency,
    ...datesOf(line),
    ...pricingOfLine(line),
    ...UNUSED_MEMBERS,
    ...(isCredit(line) && { creditReasonCode: line.reason }),
    subscriptionDescription: ledger.friendlyName || offerName,
    subscriptionId: shownId(subscription.subscriptionId),
    termAndBillingCycle: `One-Year commitment for ${line.term.cycle === 'annual' ? 'yearly' : 'monthly'} billing`,
    billingFrequency: line.term.cycle === 'annual' ? 'Annual' : 'Monthly',
    priceAdjustmentDescription: discountText(line),
    referenceId: `${subscription.subscriptionId}|${line.eventKey}`,
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'one_time',
    lineId: lineIdOf(subscription.subscriptionId, lineKey(line)),
    explanation: explanationOf(line, about),
    attributes: { objectType: 'OneTimeInvoiceLineItem' },
  };
}

/** BIL-9: as the invoice will explain it. */
function explanationOf(line: Line, { subscription, taxPercentOf }: AboutLine) {
  const { reason, eventId, term, cyclePrice, cycleDays, days, quantity, sign, formula, reverses } = line;
  return {
    ...REASONS[reason],
    eventId,
    priceList: term.lock.priceList,
    roundingPolicy: ROUNDING_POLICY,
    formula: formula ?? seatFormula({ quantity, cyclePrice, days, cycleDays, isCredit: sign < 0 }),
    cyclePrice: Number(cyclePrice),
    cycleDays,
    days,
    taxRatePercent: Number(taxPercentOf(line)),
    ...(reverses !== undefined && { reversesLineId: lineIdOf(subscription.subscriptionId, reverses) }),
  };
}

const datesOf = ({ term, start, end }: Line) => ({
  chargeStartDate: toWireDay(start),
  chargeEndDate: toWireDay(addDays(end, -1)),
  subscriptionStartDate: toWireDay(term.startOn),
  subscriptionEndDate: toWireDay(addDays(term.endOn, -1)),
});

/** Members that seats have nothing for. */
const UNUSED_MEMBERS = {
  publisherName: '',
  publisherId: '',
  alternateId: '',
  discountDetails: '',
  meterDescription: '',
  reservationOrderId: '',
  creditReasonCode: '',
};

/** M3: in which currency it is priced, and by what it was exchanged when its term began. */
function pricingOfLine(line: Line) {
  const { pricingCurrency, rate, rateOn } = pricingOf(line);
  return { pricingCurrency, pcToBCExchangeRate: Number(rate), pcToBCExchangeRateDate: toWireDay(rateOn) };
}

/** What was granted is no part of a cycle's price. */
const isCredit = ({ chargeType }: Line): boolean => chargeType === POSTED_AS.offset;

/** All lines of an increase are AddQuantity, of a decrease RemoveQuantity. */
function quantityType(line: Line, lines: readonly Line[]): string {
  const ofEvent = lines.filter(({ eventKey }) => eventKey === line.eventKey);
  return ofEvent.at(-1)!.quantity >= ofEvent[0]!.quantity ? 'AddQuantity' : 'RemoveQuantity';
}

/** Price × days / days of the cycle to ten decimals, with the sign of the line. */
function effectiveUnitPrice({ cyclePrice, days, cycleDays, sign }: Line): number {
  return new Exact(cyclePrice)
    .times(days * sign)
    .div(cycleDays)
    .toDecimalPlaces(RATE_DECIMALS)
    .toNumber();
}

const discountText = ({ term }: Line): string =>
  term.lock.discountPercent === '0'
    ? ''
    : JSON.stringify([{ type: 'Discount', percent: Number(term.lock.discountPercent) }]);

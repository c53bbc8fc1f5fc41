import { exactly, type Money, SCALE, scaled, sum, zero } from '../../../shared/kernel/money.ts';
import { addMonths, type Day, daysBetween, type Instant, monthsElapsed, utcDay } from '../../../shared/kernel/time.ts';
import { type BillingCycle, type Family, type Offer, priceSegment, type Segment } from './offer.ts';
import type { AcceptedLine } from './order-line.ts';
import type { Price } from './price.ts';
import {
  firstTerm,
  type PriceLock,
  type Subscription,
  type SubscriptionStatus,
  type Term,
  termOfBase,
} from './subscription.ts';

/**
 * An order is the record of one purchase: lines, each of which became one subscription. It is the commit point: a large
 * one is `pending` until all its subscriptions are made from it.
 */
export interface Order {
  readonly orderId: string;
  readonly partnerId: string;
  readonly customerId: string;
  readonly customerCountry: string;
  readonly currency: string;
  readonly billingCycle: BillingCycle;
  readonly status: 'pending' | 'completed' | 'cancelled';
  readonly createdAt: Instant;
  readonly cartId?: string | undefined;
  readonly lines: readonly OrderLine[];
  /** A change of the billing cycle that not all subscriptions have followed yet. */
  readonly cycleChange?: { readonly at: Instant; readonly billingCycle: BillingCycle } | undefined;
  readonly version: number;
}

/** Holds all that its subscription is made from, so that making it can be repeated. */
export interface OrderLine {
  readonly lineNumber: number;
  readonly subscriptionId: string;
  readonly offerId: string;
  readonly offerName: string;
  readonly family: Family;
  readonly planId: string;
  readonly unitType: string;
  readonly segment: Segment;
  readonly quantity: number;
  readonly friendlyName: string;
  readonly billingType: 'license' | 'usage';
  readonly billingCycle: BillingCycle;
  readonly isAutoRenewable: boolean;
  readonly parentSubscriptionId?: string | undefined;
  readonly partnerIdOnRecord?: string | undefined;
  readonly purchasedAt: Instant;
  readonly anchorOn: Day;
  readonly termStartOn: Day;
  readonly commitmentEndOn?: Day | undefined;
  readonly priceLock?: PriceLock | undefined;
}

/** What the lines of one purchase have in common. */
export interface Placement {
  readonly at: Instant;
  /** Month of the price list in force, `yyyy-MM`. */
  readonly priceMonth: string;
  readonly currency: string;
  /** Subscription id of a line. */
  subscriptionId(lineNumber: number): string;
  /** Number that the first line gets: lines of an order that grows continue its numbers. */
  readonly firstNumber?: number;
}

/** ORD-4: locks the price of the day for the term, for the first seats and those added later. */
export const lockPrice = (
  offer: Pick<Offer, 'earlyTerminationFee'>,
  price: Price,
  { month, currency, at }: { month: string; currency: string; at: Instant },
): PriceLock => ({
  priceList: month,
  currency,
  wholesale: price.wholesale,
  list: price.list,
  discountPercent: '0',
  lockedAt: at,
  ...feeIn(currency, offer.earlyTerminationFee),
});

/** SUB-6: a fee in another currency than the partner's is not owed. */
function feeIn(currency: string, fee: Offer['earlyTerminationFee']): Pick<PriceLock, 'earlyTerminationFee'> {
  if (!fee) return {};
  if ('percentOfRemaining' in fee) return { earlyTerminationFee: { percentOfRemaining: fee.percentOfRemaining } };
  return fee.currency === currency ? { earlyTerminationFee: { amount: fee.amount } } : {};
}

/** Turns accepted lines into order lines: numbers, ids, terms and locked prices (ORD-1, ORD-4). */
export function orderLines(accepted: readonly AcceptedLine[], placement: Placement): OrderLine[] {
  const numberOf = new Map(
    accepted.map((line, index) => [
      line.request.lineNumber,
      placement.firstNumber === undefined ? line.request.lineNumber : placement.firstNumber + index,
    ]),
  );
  return accepted.map((line) => {
    const lineNumber = numberOf.get(line.request.lineNumber)!;
    const parent =
      line.base?.subscriptionId ??
      (line.baseLine && placement.subscriptionId(numberOf.get(line.baseLine.request.lineNumber)!));
    return orderLine(line, { lineNumber, parent }, placement);
  });
}

function orderLine(
  { request, offer, price, base }: AcceptedLine,
  { lineNumber, parent }: { lineNumber: number; parent: string | undefined },
  placement: Placement,
): OrderLine {
  const { at, priceMonth, currency } = placement;
  const lock = price && lockPrice(offer, price, { month: priceMonth, currency, at });
  const term: Term | undefined = lock && (base ? termOfBase(base, lock) : firstTerm(utcDay(at), lock));
  return {
    lineNumber,
    subscriptionId: placement.subscriptionId(lineNumber),
    offerId: offer.id,
    offerName: offer.name,
    family: offer.family,
    planId: offer.plan.id,
    unitType: offer.unitType,
    segment: priceSegment(offer),
    quantity: request.quantity,
    friendlyName: request.friendlyName || offer.name,
    billingType: offer.billing,
    billingCycle: request.billingCycle,
    isAutoRenewable: offer.isAutoRenewable,
    ...(parent !== undefined && { parentSubscriptionId: parent }),
    ...(request.partnerIdOnRecord && { partnerIdOnRecord: request.partnerIdOnRecord }),
    purchasedAt: at,
    ...(term ?? { anchorOn: utcDay(at), termStartOn: utcDay(at) }),
  };
}

/** The subscription that a line becomes, at its first version. */
export function subscriptionOf(order: Order, line: OrderLine): Subscription {
  const addOnIds = order.lines
    .filter(({ parentSubscriptionId }) => parentSubscriptionId === line.subscriptionId)
    .map(({ subscriptionId }) => subscriptionId);
  return {
    subscriptionId: line.subscriptionId,
    partnerId: order.partnerId,
    customerId: order.customerId,
    customerCountry: order.customerCountry,
    currency: order.currency,
    orderId: order.orderId,
    lineNumber: line.lineNumber,
    offerId: line.offerId,
    offerName: line.offerName,
    family: line.family,
    planId: line.planId,
    unitType: line.unitType,
    segment: line.segment,
    friendlyName: line.friendlyName,
    quantity: line.quantity,
    billingType: line.billingType,
    billingCycle: line.billingCycle,
    parentSubscriptionId: line.parentSubscriptionId,
    addOnIds,
    addOnsVersion: addOnIds.length,
    status: 'active',
    autoRenewEnabled: line.billingType === 'license' && line.isAutoRenewable,
    partnerIdOnRecord: line.partnerIdOnRecord,
    createdAt: line.purchasedAt,
    anchorOn: line.anchorOn,
    termStartOn: line.termStartOn,
    commitmentEndOn: line.commitmentEndOn,
    priceLock: line.priceLock,
    ...(line.parentSubscriptionId === undefined && { activations: 1 }),
    version: 1,
  };
}

/** What the lines cost before tax; figures are exact until the one rounding at the end. */
export interface LinePricing {
  readonly unit: Money;
  readonly prorated: Money;
  readonly extended: Money;
}

const MONTHS_OF: Readonly<Record<BillingCycle, number>> = { monthly: 1, annual: 12 };

/**
 * Price of a line for its first charge: a base pays a full cycle, an add-on the rest of its base's cycle by days
 * (billing contract R4, R8). Rounded once, half away from zero. Undefined for metered use.
 */
export function pricingOf(
  line: Pick<OrderLine, 'priceLock' | 'anchorOn' | 'purchasedAt' | 'billingCycle' | 'quantity'>,
): LinePricing | undefined {
  if (!line.priceLock) return undefined;
  const { currency, wholesale } = line.priceLock;
  const months = MONTHS_OF[line.billingCycle];
  const cyclePrice = scaled(wholesale) * BigInt(months);
  const boughtOn = utcDay(line.purchasedAt);
  const begun = Math.floor(monthsElapsed(line.anchorOn, boughtOn) / months) * months;
  const [start, end] = [addMonths(line.anchorOn, begun), addMonths(line.anchorOn, begun + months)];
  const [left, full] = [BigInt(daysBetween(boughtOn, end)), BigInt(daysBetween(start, end))];
  return {
    unit: exactly(cyclePrice, SCALE, currency),
    prorated: exactly(cyclePrice * left, SCALE * full, currency),
    extended: exactly(cyclePrice * left * BigInt(line.quantity), SCALE * full, currency),
  };
}

/** What seats that are added on a day cost for the rest of the running cycle (SUB-2, billing contract R4, M7). */
export const addedCharge = (to: Subscription, seats: number, at: Instant): Money =>
  pricingOf({ ...to, quantity: seats, purchasedAt: at })?.extended ?? zero(to.currency);

/** What an order's lines cost at first, before tax (billing contract M7). */
export const firstCharge = (lines: readonly OrderLine[], currency: string): Money =>
  lines.length === 0
    ? zero(currency)
    : sum(
        lines.flatMap((line) => pricingOf(line)?.extended ?? []),
        currency,
      );

/** ORD-3, commerce contract 8.4: whether the order's cycle may change: every subscription that is not deleted is active. */
export type CycleChangeRefusal = 'usage_cycle_fixed' | 'cycle_change_needs_active' | 'billing_cycle_not_offered';

export function cycleChangeRefusal(
  subscriptions: readonly { readonly status: SubscriptionStatus; readonly billingType: 'license' | 'usage' }[],
  offers: readonly Pick<Offer, 'supportedBillingCycles'>[],
  billingCycle: BillingCycle,
): CycleChangeRefusal | undefined {
  const living = subscriptions.filter(({ status }) => status !== 'deleted');
  if (living.some(({ billingType }) => billingType === 'usage')) return 'usage_cycle_fixed';
  if (living.length === 0 || living.some(({ status }) => status !== 'active')) return 'cycle_change_needs_active';
  return offers.every((offer) => offer.supportedBillingCycles.includes(billingCycle))
    ? undefined
    : 'billing_cycle_not_offered';
}

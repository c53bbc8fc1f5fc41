import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type Day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { lockPrice } from '../../buying/domain/charge.ts';
import type { AcceptedLine, Base } from '../../buying/domain/line.ts';
import type { PriceLock } from '../../buying/domain/price-lock.ts';
import type { BillingCycle, Family, Offer, Segment } from '../../catalogue/domain/offer.ts';
import {
  firstTerm,
  type Subscription,
  type SubscriptionStatus,
  type Term,
  termOfBase,
} from '../../subscriptions/domain/subscription.ts';

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
  readonly resellerOfRecord?: string | undefined;
  readonly purchasedAt: Instant;
  readonly anchorOn: Day;
  readonly termStartOn: Day;
  readonly termEndOn?: Day | undefined;
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
  /** Subscriptions that accepted lines name as their base. */
  readonly bases: ReadonlyMap<string, Subscription>;
  /** Number that the first line gets: lines of an order that grows continue its numbers. */
  readonly firstNumber?: number;
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
  { request, offer, segment, price, base }: AcceptedLine,
  { lineNumber, parent }: { lineNumber: number; parent: string | undefined },
  placement: Placement,
): OrderLine {
  const { at, priceMonth, currency } = placement;
  const lock = price && lockPrice(offer, price, { month: priceMonth, currency, at });
  const term: Term | undefined =
    lock && (base ? termOfBase(knownBase(base, placement), lock) : firstTerm(utcDay(at), lock));
  return {
    lineNumber,
    subscriptionId: placement.subscriptionId(lineNumber),
    offerId: offer.id,
    offerName: offer.name,
    family: offer.family,
    planId: offer.plan.id,
    unitType: offer.unitType,
    segment,
    quantity: request.quantity,
    friendlyName: request.friendlyName || offer.name,
    billingType: offer.billing,
    billingCycle: request.billingCycle,
    isAutoRenewable: offer.isAutoRenewable,
    ...(parent !== undefined && { parentSubscriptionId: parent }),
    ...(request.resellerOfRecord && { resellerOfRecord: request.resellerOfRecord }),
    purchasedAt: at,
    ...(term ?? { anchorOn: utcDay(at), termStartOn: utcDay(at) }),
  };
}

function knownBase({ subscriptionId }: Base, { bases }: Placement): Subscription {
  const base = bases.get(subscriptionId);
  invariant(base, 'a base that was checked is known');
  return base;
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
    resellerOfRecord: line.resellerOfRecord,
    createdAt: line.purchasedAt,
    anchorOn: line.anchorOn,
    termStartOn: line.termStartOn,
    termEndOn: line.termEndOn,
    priceLock: line.priceLock,
    ...(line.parentSubscriptionId === undefined && { activations: 1 }),
    version: 1,
  };
}

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

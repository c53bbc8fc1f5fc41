import type { Instant } from '../../../../shared/kernel/time.ts';
import type { PriceLock } from '../../buying/domain/price-lock.ts';
import type { Order, OrderLine } from '../../orders/domain/order.ts';
import { type Subscription, suspendedWithBase } from '../../subscriptions/domain/subscription.ts';

/**
 * A succession: a customer of a partner out of business goes on with another one that it chose by accepting its invitation
 * (PRG-9). It is decided once, and then each of its subscriptions moves once, with price, anchor, end and add-ons.
 */
export interface Succession {
  /** The partner out of business. */
  readonly partnerId: string;
  readonly customerId: string;
  readonly successorId: string;
  /** Why, in the operator's words. */
  readonly reason: string;
  readonly decidedAt: Instant;
  /** `stopped`: the customer and the successor parted before all had moved: it may be decided anew for the rest. */
  readonly state: 'moving' | 'done' | 'stopped';
  /** Subscriptions that have moved so far. */
  readonly moved: number;
  readonly version: number;
}

/** What a decision comes down to. */
export type Decision =
  | { readonly kind: 'decided'; readonly after: Succession }
  /** It goes on with somebody else already. */
  | { readonly kind: 'taken'; readonly by: string };

/**
 * PRG-9: decides with whom the customer goes on. Decided already, the same partner takes over what may be left, and another
 * one nothing, as long as the first is still the customer's.
 */
export function decide(
  before: Succession | undefined,
  wish: Pick<Succession, 'partnerId' | 'customerId' | 'successorId' | 'reason'>,
  { at, isStill }: { readonly at: Instant; readonly isStill: boolean },
): Decision {
  if (before && before.successorId !== wish.successorId && isStill) return { kind: 'taken', by: before.successorId };
  const { version, moved } = before ?? { version: 0, moved: 0 };
  return { kind: 'decided', after: { ...wish, decidedAt: at, state: 'moving', moved, version: version + 1 } };
}

/** Where a subscription goes on: with whom, in which order, at which price. */
export interface NewHome {
  readonly partnerId: string;
  readonly currency: string;
  readonly orderId: string;
  readonly lineNumber: number;
  readonly priceLock: PriceLock | undefined;
  /** Add-ons that come along, now or in the next steps. */
  readonly addOnIds: readonly string[];
  /** The base as it is at its new home, of an add-on. */
  readonly base?: Subscription | undefined;
}

/**
 * Billing contract R12: the same seats, anchor, term, price and state with another partner, from this instant on. What was
 * between the old partner and the customer stays behind: name, reseller, support contact, history, order. An add-on whose base
 * is not active any more arrives suspended.
 */
export function rehomed(before: Subscription, at: Instant, home: NewHome): Subscription {
  const { supportContact: _contact, resellerOfRecord: _reseller, activations: _activations, ...own } = before;
  const { isUnpooled: _unpooled, ...kept } = own;
  const { partnerId, currency, orderId, lineNumber, priceLock, addOnIds, base } = home;
  const isRunningBase = before.status === 'active' && before.parentSubscriptionId === undefined;
  const arrived: Subscription = {
    ...kept,
    partnerId,
    currency,
    orderId,
    lineNumber,
    priceLock,
    addOnIds,
    addOnsVersion: addOnIds.length,
    friendlyName: before.offerName,
    createdAt: at,
    ...(isRunningBase && { activations: 1 }),
    version: 1,
  };
  if (arrived.status !== 'active' || !base || base.status === 'active') return arrived;
  return { ...suspendedWithBase(arrived, base, at), version: 1 };
}

/** The order of what moves together: the new partner changes their cycle, and sees where they come from, by an order of its own. */
export function orderOf(lines: readonly Subscription[], at: Instant): Order {
  const [first] = lines as [Subscription, ...Subscription[]];
  const { orderId, partnerId, customerId, customerCountry, currency, billingCycle } = first;
  return {
    orderId,
    partnerId,
    customerId,
    customerCountry,
    currency,
    billingCycle,
    status: 'completed',
    createdAt: at,
    lines: lines.map(lineOf),
    version: 1,
  };
}

const lineOf = (of: Subscription): OrderLine => ({
  lineNumber: of.lineNumber,
  subscriptionId: of.subscriptionId,
  offerId: of.offerId,
  offerName: of.offerName,
  family: of.family,
  planId: of.planId,
  unitType: of.unitType,
  segment: of.segment,
  quantity: of.quantity,
  friendlyName: of.friendlyName,
  billingType: of.billingType,
  billingCycle: of.billingCycle,
  isAutoRenewable: of.autoRenewEnabled,
  ...(of.parentSubscriptionId !== undefined && { parentSubscriptionId: of.parentSubscriptionId }),
  purchasedAt: of.createdAt,
  anchorOn: of.anchorOn,
  termStartOn: of.termStartOn,
  ...(of.termEndOn && { termEndOn: of.termEndOn }),
  ...(of.priceLock && { priceLock: of.priceLock }),
});

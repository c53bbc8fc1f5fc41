import type { Refusal } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import {
  isForCustomersIn,
  isOnSale,
  isRenewable,
  isSoldIn,
  notSellableBy,
  type Offer,
  type Segment,
} from '../../catalogue/domain/offer.ts';
import { boughtSegment, openSegments, qualificationsNeeded, segmentsFor } from '../../catalogue/domain/openings.ts';
import { missingRateText } from '../../price-lists/domain/exchange.ts';
import type { AcceptedLine, Base, Candidate, Row } from './line.ts';
import { resellerRefusal } from './reseller.ts';

/** Seats of one subscription that an integration sandbox may buy. */
export const SANDBOX_SEATS_MAX = 25;

const stillSold: Row<'offer_not_sold'> = {
  row: 2,
  cartCode: 10006,
  check: ({ offer, context }) =>
    isOnSale(offer, context.at)
      ? undefined
      : { name: 'offer_not_sold', description: `${offer.name} is no longer sold.` },
};

/** What its sellers are, by why a partner is none of them. */
const SELLERS: Readonly<Record<NonNullable<ReturnType<typeof notSellableBy>>, (offer: Offer) => string>> = {
  cloud: () => 'partners in EU and EFTA only',
  qualification: ({ resellerQualifications }) => `partners that are ${resellerQualifications.join(' or ')}`,
  catalogue: ({ supportedCatalogTypes }) =>
    supportedCatalogTypes.length === 0 ? 'nobody now' : `${supportedCatalogTypes.join(' and ')} accounts`,
};

/** CAT-1, CAT-6 */
const partnerEligible: Row<'partner_not_valid_for_offer'> = {
  row: 3,
  cartCode: 10006,
  check({ offer, context }) {
    const reason = notSellableBy(offer, context.partner);
    return (
      reason && {
        name: 'partner_not_valid_for_offer',
        description: `${offer.name} is sold by ${SELLERS[reason](offer)}.`,
      }
    );
  },
};

/** CUS-5 */
const segmentOpen: Row<'offer_not_eligible' | 'customer_not_qualified'> = {
  row: 4,
  cartCode: 10006,
  check({ offer, segment: named, context }) {
    const { openings } = context.catalogue;
    const isMeant = (segment: Segment): boolean => named === undefined || named === segment;
    const open = openSegments(offer, openings).filter(isMeant);
    if (open.length === 0)
      return { name: 'offer_not_eligible', description: `${offer.name} is closed in this program.` };
    if (segmentsFor(offer, openings, context.customer.qualification).some(isMeant)) return undefined;
    const needed = [...new Set(open.flatMap((segment) => qualificationsNeeded(offer, segment)))];
    return {
      name: 'customer_not_qualified',
      description: `${offer.name} needs a customer qualified as ${needed.join(' or ')}.`,
    };
  },
};

const notInMarket = (offer: Offer, country: string, why = ''): Refusal<'offer_not_in_market'> => ({
  name: 'offer_not_in_market',
  description: `${offer.name} is not sold in ${country}${why}.`,
});

/** CAT-2, CAT-6: the market is named. */
const soldInMarket: Row<'offer_not_in_market'> = {
  row: 5,
  cartCode: 10006,
  check({ offer, context }) {
    const { country } = context.customer;
    const { markets } = context.catalogue;
    if (!isSoldIn(offer, country, markets, context.partner.regionCountries)) return notInMarket(offer, country);
    return isForCustomersIn(offer, country, markets, context.partner)
      ? undefined
      : notInMarket(offer, country, ': it is a national-cloud offer');
  },
};

/** In which segment a line is bought. */
export const segmentOf = ({ offer, segment, context }: Candidate): Segment =>
  segment ?? boughtSegment(offer, context.catalogue.openings, context.customer.qualification);

/** ORD-4: what has no price on the day cannot be bought there. */
const pricedInMarket: Row<'offer_not_in_market'> = {
  row: 5,
  cartCode: 10006,
  check(candidate) {
    const { offer, context } = candidate;
    const { customer, partner } = context;
    const isPriced =
      offer.billing === 'usage' ? context.hasRateCard : context.priceOf(offer, segmentOf(candidate)) !== undefined;
    if (isPriced) return undefined;
    const missing = offer.billing === 'usage' ? undefined : context.missingRateOf(offer, segmentOf(candidate));
    const why = missing ? missingRateText(missing) : `there is no price in ${partner.currency} today`;
    return notInMarket(offer, customer.country, `: ${why}`);
  },
};

const outsideLimits = (offer: Offer, quantity: number): Refusal<'quantity_outside_limits'> => ({
  name: 'quantity_outside_limits',
  description: `${offer.name} is sold from ${offer.minimumQuantity} to ${offer.maximumQuantity} seats; ${quantity} were asked for.`,
});

const notBelowMinimum: Row<'quantity_outside_limits'> = {
  row: 6,
  cartCode: 10010,
  check: ({ line, offer }) => (line.quantity < offer.minimumQuantity ? outsideLimits(offer, line.quantity) : undefined),
};

const notAboveMaximum: Row<'quantity_outside_limits'> = {
  row: 6,
  cartCode: 10015,
  check: ({ line, offer }) => (line.quantity > offer.maximumQuantity ? outsideLimits(offer, line.quantity) : undefined),
};

const seatsBefore = (accepted: readonly AcceptedLine[], offer: Offer): number =>
  accepted.reduce((seats, { offer: { id }, request }) => (id === offer.id ? seats + request.quantity : seats), 0);

const withinTenantCap: Row<'tenant_seat_cap'> = {
  row: 7,
  cartCode: 10015,
  check({ line, offer, context, accepted, alreadyHeld }) {
    const left = context.capLeft(offer);
    if (left === undefined) return undefined;
    const remaining = Math.max(0, left - seatsBefore(accepted, offer));
    return line.quantity - alreadyHeld <= remaining
      ? undefined
      : {
          name: 'tenant_seat_cap',
          description: `${offer.name}: ${remaining} seats remain for this customer, over all its partners.`,
          data: [String(remaining)],
          limit: { availableQuantity: remaining, purchasedQuantity: (offer.tenantSeatCap ?? left) - left },
        };
  },
};

const withinPurchaseLimit: Row = {
  row: 8,
  cartCode: 10002,
  check({ offer, context, accepted }) {
    if (offer.limitUnitOfMeasure === 'None' || offer.isAddOn) return undefined;
    const held = context.heldOf(offer.id);
    const before = accepted.filter((line) => line.offer.id === offer.id).length;
    const bought = offer.limitUnitOfMeasure === 'Concurrent' ? held.live : held.ever;
    const count = before + bought;
    return count < offer.limit
      ? undefined
      : {
          name: 'purchase_limit_reached',
          description: `${offer.name} can be bought ${offer.limit} times for one customer (${offer.limitUnitOfMeasure}).`,
          limit: { availableQuantity: Math.max(0, offer.limit - count), purchasedQuantity: bought },
        };
  },
};

/** CAT-5, SUB-9: present, this partner's, this customer's. */
const baseNamed: Row = {
  row: 9,
  cartCode: 10007,
  check({ line, offer, context, baseLine }) {
    const named = line.parentSubscriptionId;
    if (!offer.isAddOn)
      return named === undefined && line.parentLineNumber === undefined
        ? undefined
        : { name: 'addon_parent_mismatch', description: `${offer.name} is no add-on: it has no base.` };
    if (line.parentLineNumber !== undefined && baseLine) return undefined;
    if (named === undefined)
      return {
        name: 'base_subscription_invalid',
        description: `${offer.name} is an add-on: name its base subscription.`,
      };
    return context.baseOf(named)
      ? undefined
      : {
          name: 'base_subscription_invalid',
          description: `Base subscription ${named.toUpperCase()} was not sold by this partner to this customer.`,
        };
  },
};

export const baseOf = ({ line, context }: Candidate): Base | undefined =>
  line.parentSubscriptionId === undefined ? undefined : context.baseOf(line.parentSubscriptionId);

const baseActive: Row = {
  row: 10,
  cartCode: 10007,
  check(candidate) {
    const base = baseOf(candidate);
    if (!base) return undefined;
    const isAwaited = base.termEndOn !== undefined && base.termEndOn <= utcDay(candidate.context.at);
    const state = base.status === 'active' ? (isAwaited ? 'waiting for its renewal' : undefined) : base.status;
    return state === undefined
      ? undefined
      : { name: 'not_active', description: `The base subscription ${base.subscriptionId.toUpperCase()} is ${state}.` };
  },
};

const baseFits: Row = {
  row: 11,
  cartCode: 10007,
  check(candidate) {
    const { offer, baseLine } = candidate;
    if (!offer.isAddOn) return undefined;
    const baseOfferId = baseOf(candidate)?.offerId ?? baseLine?.offer?.id;
    return baseOfferId !== undefined && offer.prerequisiteOffers.includes(baseOfferId)
      ? undefined
      : { name: 'addon_parent_mismatch', description: `${offer.name} is no add-on to that base offer.` };
  },
};

const cycleOffered: Row<'billing_cycle_not_offered'> = {
  row: 12,
  cartCode: 10010,
  check: ({ line, offer }) =>
    offer.supportedBillingCycles.includes(line.billingCycle)
      ? undefined
      : { name: 'billing_cycle_not_offered', description: `${offer.name} is not billed ${line.billingCycle}.` },
};

const cycleOfBaseKept: Row = {
  row: 12,
  cartCode: 10010,
  check(candidate) {
    const { line, offer, baseLine } = candidate;
    const cycleOfBase = baseOf(candidate)?.billingCycle ?? baseLine?.request.billingCycle;
    return offer.isAddOn && cycleOfBase !== undefined && cycleOfBase !== line.billingCycle
      ? { name: 'billing_cycle_mismatch', description: `The base is billed ${cycleOfBase}: so must ${offer.name} be.` }
      : undefined;
  },
};

const inInventory: Row<'no_inventory'> = {
  row: 13,
  cartCode: 10003,
  check({ line, offer, context, accepted, alreadyHeld }) {
    const left = context.inventoryLeft(offer);
    return left === undefined || line.quantity - alreadyHeld <= left - seatsBefore(accepted, offer)
      ? undefined
      : { name: 'no_inventory', description: `Not enough is left of ${offer.name}.` };
  },
};

const resellerValid: Row = {
  row: 14,
  cartCode: 10004,
  check: ({ line, context }) =>
    resellerRefusal(line.resellerOfRecord, context.partner, context.resellerOf(line.resellerOfRecord ?? '')),
};

const termOffered: Row = {
  row: 15,
  cartCode: 10010,
  check({ line, offer }) {
    const wrong = [line.termDuration, line.renewsTo].find((term) => term !== undefined && term.toUpperCase() !== 'P1Y');
    return wrong === undefined
      ? undefined
      : { name: 'term_not_available', description: `${offer.name} is sold for P1Y, not for ${wrong}.` };
  },
};

const withinSandbox: Row = {
  row: 16,
  cartCode: 10009,
  check: ({ line, offer, context }) =>
    context.partner.isSandbox && offer.billing === 'license' && line.quantity > SANDBOX_SEATS_MAX
      ? { name: 'sandbox_limit_reached', description: `A sandbox buys at most ${SANDBOX_SEATS_MAX} seats at a time.` }
      : undefined,
};

/** PRG-10: a cart line may name the partner's currency only. */
const currencyFits: Row = {
  row: 5,
  cartCode: 10000,
  check: ({ line, context }) =>
    line.currencyCode === undefined || line.currencyCode.toUpperCase() === context.partner.currency
      ? undefined
      : {
          name: 'invalid_input',
          description: `This partner pays in ${context.partner.currency}.`,
          field: 'currencyCode',
        },
};

/** ORD-2: the rules of a line, in the order of the contract's table 8.2. */
export const PURCHASE_ROWS: readonly Row[] = [
  stillSold,
  partnerEligible,
  segmentOpen,
  soldInMarket,
  pricedInMarket,
  currencyFits,
  notBelowMinimum,
  notAboveMaximum,
  withinTenantCap,
  withinPurchaseLimit,
  baseNamed,
  baseActive,
  baseFits,
  cycleOffered,
  cycleOfBaseKept,
  inInventory,
  resellerValid,
  termOffered,
  withinSandbox,
];

/** Seats of an offer that still renews may be added though it is sold no more. */
const mayGrow: Row<'offer_not_sold'> = {
  ...stillSold,
  check: (candidate) => (isRenewable(candidate.offer) ? undefined : stillSold.check(candidate)),
};

export type GrowthRefusalName =
  | 'offer_not_sold'
  | 'partner_not_valid_for_offer'
  | 'offer_not_eligible'
  | 'customer_not_qualified'
  | 'offer_not_in_market'
  | 'quantity_outside_limits'
  | 'tenant_seat_cap'
  | 'billing_cycle_not_offered'
  | 'no_inventory';

/** Rules of seats added to a subscription: rows 2 to 7, 12 and 13; the price is locked, so none is asked for. */
export const GROWTH_ROWS: readonly Row<GrowthRefusalName>[] = [
  mayGrow,
  partnerEligible,
  segmentOpen,
  soldInMarket,
  notBelowMinimum,
  notAboveMaximum,
  withinTenantCap,
  cycleOffered,
  inInventory,
];

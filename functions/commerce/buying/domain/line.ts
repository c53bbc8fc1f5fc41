import type { Refusal } from '../../../../shared/kernel/result.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { Catalogue } from '../../catalogue/domain/catalogue.ts';
import type { BillingCycle, Offer, Segment } from '../../catalogue/domain/offer.ts';
import type { MissingRate } from '../../price-lists/domain/exchange.ts';
import type { Price } from '../../price-lists/domain/price.ts';
import type { ResellerRefusal, ResellerStanding } from './reseller.ts';

/** A line as it is asked for, in an order or in a cart. */
export interface LineRequest {
  readonly lineNumber: number;
  /** Offer id, or product, SKU and availability joined by colons. */
  readonly itemId: string;
  readonly quantity: number;
  readonly billingCycle: BillingCycle;
  readonly friendlyName?: string | undefined;
  readonly termDuration?: string | undefined;
  /** Term that the subscription renews to. */
  readonly renewsTo?: string | undefined;
  readonly currencyCode?: string | undefined;
  /** Base of an add-on: a subscription that exists … */
  readonly parentSubscriptionId?: string | undefined;
  /** … or another line of the same purchase. */
  readonly parentLineNumber?: number | undefined;
  readonly resellerOfRecord?: string | undefined;
}

/** The subscription that an add-on is bought for, as far as its checks ask. */
export interface Base {
  readonly subscriptionId: string;
  readonly status: 'active' | 'suspended' | 'deleted';
  readonly offerId: string;
  readonly billingCycle: BillingCycle;
  /** Day after the last of its term; one that has come is of a renewal that still waits (M3). */
  readonly termEndOn?: Day | undefined;
}

/** Everything that the checks of a line ask, loaded beforehand. */
export interface LineContext {
  readonly at: Instant;
  readonly catalogue: Catalogue;
  /** Month of the price list in force, `yyyy-MM`. */
  readonly priceMonth: string;
  /** Months of lists whose availability ids name an item. */
  readonly itemMonths: readonly string[];
  /** The price in force for customer country and partner currency, in a segment of the offer. */
  priceOf(offer: Offer, segment: Segment): Price | undefined;
  /** The exchange rate that alone keeps it from having a price (M3). */
  missingRateOf(offer: Offer, segment: Segment): MissingRate | undefined;
  /** Whether metered use can be rated for this partner. */
  readonly hasRateCard: boolean;
  readonly partner: {
    /** Where customers of the partner's region may be, as its record says now (PRG-3). */
    readonly regionCountries?: readonly string[];
    readonly region: string;
    /** That it is authorised for (CAT-6). */
    readonly cloud?: 'global' | 'germany';
    readonly currency: string;
    readonly isIndirect: boolean;
    readonly isSandbox: boolean;
    readonly networkId?: string | undefined;
  };
  readonly customer: { readonly country: string; readonly qualification: string };
  /** A subscription of this partner and customer. */
  baseOf(subscriptionId: string): Base | undefined;
  /** Subscriptions of the offer by this partner for this customer: not yet deleted, and ever bought. */
  heldOf(offerId: string): { readonly live: number; readonly ever: number };
  /** Seats that a cap of the customer, or the inventory of the program, leaves; undefined: no such limit. */
  capLeft(offer: Offer): number | undefined;
  inventoryLeft(offer: Offer): number | undefined;
  resellerOf(networkId: string): ResellerStanding;
}

/** Why a line may be refused (ORD-2). */
export type LineRefusalName =
  | ResellerRefusal['name']
  | 'offer_unknown'
  | 'availability_not_found'
  | 'offer_not_sold'
  | 'partner_not_valid_for_offer'
  | 'offer_not_eligible'
  | 'customer_not_qualified'
  | 'offer_not_in_market'
  | 'quantity_outside_limits'
  | 'tenant_seat_cap'
  | 'purchase_limit_reached'
  | 'base_subscription_invalid'
  | 'not_active'
  | 'addon_parent_mismatch'
  | 'billing_cycle_not_offered'
  | 'billing_cycle_mismatch'
  | 'no_inventory'
  | 'term_not_available'
  | 'sandbox_limit_reached'
  | 'invalid_input';
export type LineRefusal = Refusal<LineRefusalName>;

/** A line that may be bought. */
export interface AcceptedLine {
  readonly request: LineRequest;
  readonly offer: Offer;
  /** In which it is bought, and at whose price: the one that the line names, or the customer's own. */
  readonly segment: Segment;
  /** Absent for metered use. */
  readonly price?: Price | undefined;
  readonly base?: Base | undefined;
  readonly baseLine?: AcceptedLine | undefined;
}

export interface RefusedLine extends Partial<Limit> {
  readonly request: LineRequest;
  readonly refusal: LineRefusal;
  /** CartErrorCode of the same refusal. */
  readonly cartCode: number;
}

/** What is being checked: one line among those before it. */
export interface Candidate {
  readonly line: LineRequest;
  readonly offer: Offer;
  /** The segment that the line names, where it names an availability. */
  readonly segment?: Segment | undefined;
  readonly context: LineContext;
  readonly accepted: readonly AcceptedLine[];
  /** Lines of the request, refused ones included: a base that is refused is not a base that is missing. */
  readonly baseLine: { readonly request: LineRequest; readonly offer: Offer | undefined } | undefined;
  /** Seats of the line that are held already, when a subscription grows. */
  readonly alreadyHeld: number;
}

export interface Row<Name extends LineRefusalName = LineRefusalName> {
  /** Number in the contract's table 8.2. */
  readonly row: number;
  readonly cartCode: number;
  check(candidate: Candidate): (Refusal<Name> & { readonly limit?: Limit }) | undefined;
}

/** A limit that a line exceeds: what is left of it, and what was taken of it before this purchase. */
export interface Limit {
  readonly availableQuantity: number;
  readonly purchasedQuantity: number;
}

import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { type Catalogue, catalogueStore, type Offer, offerOfItem, type Segment } from '../../catalogue/index.ts';
import { type MissingRate, type Price, pricesInForce } from '../../price-lists/index.ts';
import { leftOf } from '../domain/allowance.ts';
import { atListPrice } from '../domain/channel.ts';
import type { Base, LineContext, LineRequest } from '../domain/line.ts';
import { type ResellerStanding, UNKNOWN_RESELLER } from '../domain/reseller.ts';
import { type Allowances, allowanceStore } from '../store/allowance-store.ts';
import { networkStore } from '../store/network-store.ts';
import { rateCardStore } from '../store/rate-card-store.ts';
import type { BuyingDeps } from './dependencies.ts';
import type { Buying } from './purchase-checks.ts';

/** What lines ask of catalogue and price list, as they are now. */
export interface PricedLines {
  readonly lines: readonly LineRequest[];
  readonly catalogue: Catalogue;
  /** Month of the price list in force, and what it has for the offers that the lines name. */
  readonly prices: {
    readonly month: string;
    readonly itemMonths: readonly string[];
    priceOf(offer: Offer, segment: Segment): Price | undefined;
    missingRateOf(offer: Offer, segment: Segment): MissingRate | undefined;
  };
  /** Whether metered use has a price for the partner now; not asked where no line is of it. */
  readonly hasRateCard: boolean;
  /** Offers that the lines name. */
  readonly offers: readonly Offer[];
}

/** First step of a {@link lineContext}. */
export async function priceLines(
  { at, caller, customer }: Buying,
  lines: readonly LineRequest[],
  { table }: Pick<BuyingDeps, 'table'>,
): Promise<PricedLines> {
  const { partner } = caller.account;
  invariant(partner, 'a buyer is a partner');
  const { country } = customer.account;
  const [catalogue, { month, itemMonths, priceOf, missingRate }] = await Promise.all([
    catalogueStore(table).read(),
    pricesInForce(table, { at, country, currency: partner.currency }),
  ]);
  const offers = offersOf(lines, catalogue, { country, months: itemMonths });
  const asSold = (price: Price | undefined) =>
    price && caller.tenantId === DIRECT_CHANNEL ? atListPrice(price) : price;
  const wanted = offers.flatMap((offer) =>
    offer.segments.map((segment) => ({ offer, segment, of: placeOf(offer, segment) })),
  );
  const missing = new Map<string, MissingRate>();
  const priced = await Promise.all(
    wanted.map(async ({ offer, segment, of }) => {
      const price = asSold(await priceOf(offer, segment));
      const lacks = price || offer.billing === 'usage' ? undefined : await missingRate(offer, segment);
      if (lacks) missing.set(of, lacks);
      return [of, price] as const;
    }),
  );
  const prices = new Map(priced);
  const known = (offer: Offer, segment: Segment) => prices.get(placeOf(offer, segment));
  const hasRateCard =
    offers.some(({ billing }) => billing === 'usage') && (await rateCardStore(table).isInForce(partner, utcDay(at)));
  const missingRateOf = (offer: Offer, segment: Segment) => missing.get(placeOf(offer, segment));
  return { lines, catalogue, offers, hasRateCard, prices: { month, itemMonths, priceOf: known, missingRateOf } };
}

const placeOf = ({ id }: Offer, segment: Segment): string => `${id} ${segment}`;

const offersOf = (
  lines: readonly LineRequest[],
  catalogue: Catalogue,
  period: { country: string; months: readonly string[] },
): Offer[] =>
  lines.flatMap(({ itemId }) => {
    const item = offerOfItem(catalogue, itemId, period);
    return 'offer' in item ? [item.offer] : [];
  });

/** What caps, inventory and resellers allow. */
export interface Limits {
  readonly allowances: Allowances;
  readonly resellers: ReadonlyMap<string, ResellerStanding>;
}

/** Loads what the lines count against, and no more. */
export async function loadLimits(
  { at, caller, customer }: Buying,
  { lines, offers }: PricedLines,
  { table }: Pick<BuyingDeps, 'table'>,
): Promise<Limits> {
  const [allowances, resellers] = await Promise.all([
    allowanceStore(table).load(customer.customerId, offers),
    loadResellers({ providerId: caller.tenantId, at }, lines, table),
  ]);
  return { allowances, resellers };
}

async function loadResellers(
  { providerId, at }: { readonly providerId: string; readonly at: Instant },
  lines: readonly LineRequest[],
  table: BuyingDeps['table'],
) {
  const ids = [...new Set(lines.flatMap(({ resellerOfRecord }) => resellerOfRecord || []))];
  const store = networkStore(table);
  return new Map(await Promise.all(ids.map(async (id) => [id, await store.reseller(providerId, id, at)] as const)));
}

/** What a customer has already, told by whoever keeps subscriptions and orders. */
export interface Holdings {
  /** Bases that lines name, as they count now. */
  baseOf(subscriptionId: string): Base | undefined;
  /** Of offers whose number is limited: those that live, and those ever bought. */
  readonly counts: ReadonlyMap<string, { readonly live: number; readonly ever: number }>;
}

/** For seats added to a subscription: their rules ask neither for bases nor for what is held. */
export const NO_HOLDINGS: Holdings = { baseOf: () => undefined, counts: new Map() };

/** What the checks of lines ask, with what a purchase must write under. */
export interface LoadedContext extends LineContext {
  readonly allowances: Allowances;
}

/** Puts together everything that the checks of these lines ask. */
export function lineContext(
  { at, caller, customer }: Buying,
  { catalogue, prices, hasRateCard }: PricedLines,
  { allowances, resellers }: Limits,
  { baseOf, counts }: Holdings,
): LoadedContext {
  const { partner } = caller.account;
  invariant(partner, 'a buyer is a partner');
  return {
    at,
    catalogue,
    priceMonth: prices.month,
    itemMonths: prices.itemMonths,
    priceOf: prices.priceOf,
    missingRateOf: prices.missingRateOf,
    hasRateCard,
    partner: {
      region: partner.region,
      cloud: partner.cloud,
      regionCountries: partner.regionCountries,
      currency: partner.currency,
      isIndirect: partner.programRole === 'indirectProvider',
      isSandbox: partner.isSandbox,
      networkId: partner.mpnId,
    },
    customer: {
      country: customer.account.country,
      qualification: customer.account.customer?.qualification ?? 'none',
    },
    baseOf,
    heldOf: (offerId) => counts.get(offerId) ?? { live: 0, ever: 0 },
    capLeft: ({ id }) => leftOf(allowances.cap.get(id)),
    inventoryLeft: ({ id }) => leftOf(allowances.inventory.get(id)),
    resellerOf: (networkId) => resellers.get(networkId) ?? UNKNOWN_RESELLER,
    allowances,
  };
}

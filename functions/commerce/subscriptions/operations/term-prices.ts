import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { atListPrice, isDirect, lockPrice, type PriceLock } from '../../buying/index.ts';
import { catalogueStore, findOffer, isOnSale, isRenewable } from '../../catalogue/index.ts';
import { type MissingRate, type PricesInForce, pricesInForce } from '../../price-lists/index.ts';
import type { Subscription } from '../domain/subscription.ts';

/** The price of a new term; undefined as in {@link priceOfTerm}. */
export type TermPrices = (of: Subscription) => Promise<PriceLock | undefined>;

/**
 * SUB-1: the price of a new term that begins at an instant: from the list in force then. Undefined when the offer
 * neither renews nor is sold any more, or has no price for this market and currency.
 */
export const priceOfTerm = (of: Subscription, at: Instant, table: Table): Promise<PriceLock | undefined> =>
  termPrices(at, table)(of);

/** M3: the exchange rate that alone keeps a new term from having a price. */
export async function missingRateOfTerm(
  { offerId, segment, customerCountry: country, currency }: Subscription,
  at: Instant,
  table: Table,
): Promise<MissingRate | undefined> {
  const offer = findOffer(await catalogueStore(table).read(), offerId);
  if (!offer || !(isRenewable(offer) || isOnSale(offer, at))) return undefined;
  const prices = await pricesInForce(table, { at, country, currency });
  return (await prices.priceOf(offer, segment)) ? undefined : prices.missingRate(offer, segment);
}

/**
 * The price of a running term in another currency (R12): that of the list that it is locked to, or else one that is exchanged by the
 * rate of the month in which it was locked (M3). Undefined where there is none.
 */
export async function lockedIn(
  { priceLock, offerId, segment, customerCountry: country }: Subscription,
  currency: string,
  table: Table,
): Promise<PriceLock | undefined> {
  const offer = findOffer(await catalogueStore(table).read(), offerId);
  if (!offer || !priceLock) return undefined;
  const prices = await pricesInForce(table, { at: priceLock.lockedAt, country, currency });
  const price = await prices.priceOf(offer, segment);
  return price && lockPrice(offer, price, { month: prices.month, currency, at: priceLock.lockedAt });
}

/**
 * The same for many subscriptions: catalogue and prices are read once, not once for each.
 * @param seenAt see {@link pricesInForce}
 */
export function termPrices(at: Instant, table: Table, seenAt?: Instant): TermPrices {
  const pairs = new Map<string, Promise<PricesInForce>>();
  let offers: ReturnType<ReturnType<typeof catalogueStore>['read']> | undefined;
  const inForce = ({ customerCountry: country, currency }: Subscription): Promise<PricesInForce> => {
    const pair = `${country}#${currency}`;
    const known = pairs.get(pair) ?? pricesInForce(table, { at, seenAt, country, currency });
    pairs.set(pair, known);
    return known;
  };
  return async (of) => {
    offers ??= catalogueStore(table).read();
    const offer = findOffer(await offers, of.offerId);
    if (!offer || !(isRenewable(offer) || isOnSale(offer, at))) return undefined;
    const prices = await inForce(of);
    const price = await prices.priceOf(offer, of.segment);
    const asSold = price && isDirect(of) ? atListPrice(price) : price;
    return asSold && lockPrice(offer, asSold, { month: prices.month, currency: of.currency, at });
  };
}

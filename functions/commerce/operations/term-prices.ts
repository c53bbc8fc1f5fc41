import type { Table } from '../../../shared/dynamo/table.ts';
import type { Instant } from '../../../shared/kernel/time.ts';
import { findOffer } from '../domain/catalogue.ts';
import { isOnSale, isRenewable } from '../domain/offer.ts';
import { lockPrice } from '../domain/order.ts';
import type { PriceLock, Subscription } from '../domain/subscription.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import { pricesInForce } from '../store/price-store.ts';

/**
 * SUB-1: the price of a new term that begins at an instant: from the list in force then. Undefined when the offer
 * neither renews nor is sold any more, or has no price for this market and currency.
 */
export async function priceOfTerm(of: Subscription, at: Instant, table: Table): Promise<PriceLock | undefined> {
  const offer = findOffer(await catalogueStore(table).read(), of.offerId);
  if (!offer || !(isRenewable(offer) || isOnSale(offer, at))) return undefined;
  const prices = await pricesInForce(table, { at, country: of.customerCountry, currency: of.currency });
  const price = prices.priceOf(offer);
  return price && lockPrice(offer, price, { month: prices.month, currency: of.currency, at });
}

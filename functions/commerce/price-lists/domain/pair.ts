/** A pair is a market and a currency, `FR#GBP`: the customer's country and the partner's currency decide the price. */
export const pairOf = (country: string, currency: string): string => `${country}#${currency}`;

/** Pairs of one list at most: twice as many as a program has with several currencies in each of its markets. */
export const PAIRS_MAX = 1000;

/**
 * The prices of a pair lie in so many chunks, by offer: one for a line of an order, all of them for a list. Some hundred
 * prices each at 5,000 offers.
 */
export const BUCKETS = 16;

export function bucketOf(offerId: string): number {
  let hash = 0;
  for (let index = 0; index < offerId.length; index += 1) hash = (hash * 31 + offerId.charCodeAt(index)) >>> 0;
  return hash % BUCKETS;
}

import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Segment } from '../../catalogue/domain/offer.ts';
import type { PairPrices, Price } from './price.ts';

/** A price with the time in which it holds: [from, until). */
export interface HeldPrice {
  readonly offerId: string;
  readonly segment: Segment;
  readonly price: Price;
  readonly from: Instant;
  /** Absent: until another list takes its place. */
  readonly until?: Instant;
}

/** Prices of a market from an instant on, until the next of them. */
export interface PricesFrom {
  readonly from: Instant;
  readonly prices: PairPrices;
}

/** Every price of a market, with its time: one that stays the same from one instant to the next is one. */
export function heldPrices(states: readonly PricesFrom[]): HeldPrice[] {
  const ended: HeldPrice[] = [];
  let open = new Map<string, HeldPrice>();
  for (const { from, prices } of states) {
    const next = new Map<string, HeldPrice>();
    for (const [offerId, segments] of Object.entries(prices))
      for (const [segment, price] of Object.entries(segments)) {
        const name = `${offerId}/${segment}`;
        const held = open.get(name);
        const isSame = held?.price.list === price.list && held.price.wholesale === price.wholesale;
        next.set(name, isSame ? held : { offerId, segment: segment as Segment, price, from });
      }
    for (const [name, held] of open) if (next.get(name) !== held) ended.push({ ...held, until: from });
    open = next;
  }
  return [...ended, ...open.values()].filter(({ from, until }) => until === undefined || from < until);
}

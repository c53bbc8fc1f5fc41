import { fromMinorUnits, type Money, sum, zero } from '../../../../shared/kernel/money.ts';
import { cycleAt } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { cyclePriceOf, rate } from '../../../../shared/kernel/seat-rating/rating.ts';
import { type Day, daysBetween, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { BillingCycle, Offer } from '../../catalogue/domain/offer.ts';
import { amountIn } from '../../price-lists/domain/exchange.ts';
import type { Price } from '../../price-lists/domain/price.ts';
import type { PriceLock } from './price-lock.ts';

/** Seats with the price that holds for them, in the cycle that began at their anchor. */
export interface PricedSeats {
  /** Absent for metered use. */
  readonly priceLock?: PriceLock | undefined;
  readonly anchorOn: Day;
  readonly purchasedAt: Instant;
  readonly billingCycle: BillingCycle;
  readonly quantity: number;
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
  ...(price.exchange && { exchange: price.exchange }),
  ...feeIn(currency, offer.earlyTerminationFee, price.exchange),
});

/** SUB-6: a fee in another currency than the partner's is not owed, unless the price itself was exchanged from that one (M3). */
function feeIn(
  currency: string,
  fee: Offer['earlyTerminationFee'],
  exchange: Price['exchange'],
): Pick<PriceLock, 'earlyTerminationFee'> {
  if (!fee) return {};
  if ('percentOfRemaining' in fee) return { earlyTerminationFee: { percentOfRemaining: fee.percentOfRemaining } };
  if (fee.currency === exchange?.pricingCurrency)
    return { earlyTerminationFee: { amount: amountIn(currency, fee.amount, exchange.rate) } };
  return fee.currency === currency ? { earlyTerminationFee: { amount: fee.amount } } : {};
}

/** What the lines cost before tax; figures are exact until the one rounding at the end. */
export interface LinePricing {
  readonly unit: Money;
  readonly prorated: Money;
  readonly extended: Money;
}

/**
 * Price of a line for its first charge: a base pays a full cycle, an add-on the rest of its base's cycle by days
 * (billing contract R4, R8). Rounded once, half away from zero. Undefined for metered use.
 */
export function pricingOf(line: PricedSeats): LinePricing | undefined {
  if (!line.priceLock) return undefined;
  const { currency } = line.priceLock;
  const price = cyclePriceOf(line.priceLock, line.billingCycle);
  const boughtOn = utcDay(line.purchasedAt);
  const { start, end } = cycleAt({ anchorOn: line.anchorOn, cycle: line.billingCycle }, boughtOn);
  const { unitPrice, amount } = rate(price, line.quantity, daysBetween(boughtOn, end), daysBetween(start, end));
  return {
    unit: fromMinorUnits(price.rounded, currency),
    prorated: fromMinorUnits(unitPrice, currency),
    extended: fromMinorUnits(amount, currency),
  };
}

/** What seats that are added on a day cost for the rest of the running cycle (SUB-2, billing contract R4, M7). */
export const addedCharge = (
  to: Omit<PricedSeats, 'quantity' | 'purchasedAt'> & { readonly currency: string },
  seats: number,
  at: Instant,
): Money => pricingOf({ ...to, quantity: seats, purchasedAt: at })?.extended ?? zero(to.currency);

/** What an order's lines cost at first, before tax (billing contract M7). */
export const firstCharge = (lines: readonly PricedSeats[], currency: string): Money =>
  lines.length === 0
    ? zero(currency)
    : sum(
        lines.flatMap((line) => pricingOf(line)?.extended ?? []),
        currency,
      );

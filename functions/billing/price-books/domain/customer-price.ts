import { amountText, divideRounded, exactly, SCALE, scaled } from '../../../../shared/kernel/money.ts';
import type { BillingCycle, PriceLock } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type CyclePrice, cyclePriceOf, type Rated, rate } from '../../../../shared/kernel/seat-rating/rating.ts';
import type { UsageLine } from '../../usage/domain/usage-line.ts';
import { type AppliedRule, appliedRule, type BooksInForce } from './price-book.ts';

/** Of which offer and family seats are, and the price that was locked with their term. */
export interface SeatFacts {
  readonly offerId: string;
  readonly productFamily: string;
  readonly cycle: BillingCycle;
  readonly lock: Pick<PriceLock, 'wholesale' | 'list' | 'currency'>;
}

/** What a customer pays for one seat and cycle, and why. */
export interface CustomerPrice extends AppliedRule {
  readonly cyclePrice: CyclePrice;
}

const HUNDRED = scaled('100');

/**
 * B2: what one seat costs the customer for a whole cycle. The percentage is of the price of the whole cycle, and the result is rounded once to
 * the minor unit, half away from zero; a fixed price is of a month, times twelve where a cycle is a year, and is not rounded.
 *
 * @param books those in force on the first day of the seats' term: the price is locked with it
 */
export function customerPrice({ offerId, productFamily, cycle, lock }: SeatFacts, books: BooksInForce): CustomerPrice {
  const { wholesale, list, currency } = lock;
  const applied = appliedRule(
    [
      { target: 'offer', targetId: offerId },
      { target: 'productFamily', targetId: productFamily },
    ],
    books,
  );
  const { method, value } = applied.rule;
  if (method === 'fixedUnitPrice')
    return { ...applied, cyclePrice: cyclePriceOf({ wholesale: value, currency }, cycle) };
  const [base, percent] =
    method === 'costPlusPercent' ? [wholesale, HUNDRED + scaled(value)] : [list, HUNDRED - scaled(value)];
  const months = cycle === 'annual' ? 12n : 1n;
  const price = amountText(exactly(scaled(base) * months * percent, SCALE * HUNDRED, currency));
  return { ...applied, cyclePrice: cyclePriceOf({ wholesale: price, currency }, 'monthly') };
}

/**
 * B2: what a line of the partner costs its customer: the same seats and days at the customer's price, each amount rounded once. What takes a
 * charge back is that charge negated, because the same price holds for all of a term. A fee for leaving early (R11) is no
 * price of seats: it is passed on as the partner is charged.
 */
export function customerSeatAmounts(
  line: Pick<Line, 'sign' | 'quantity' | 'days' | 'cycleDays' | 'unitPrice' | 'amount' | 'formula'>,
  { cyclePrice }: Pick<CustomerPrice, 'cyclePrice'>,
): Rated {
  if (line.formula !== undefined) return { unitPrice: line.unitPrice, amount: line.amount };
  const { unitPrice, amount } = rate(cyclePrice, line.quantity, line.days, line.cycleDays);
  return line.sign > 0 ? { unitPrice, amount } : { unitPrice: -unitPrice, amount: -amount };
}

/** Of what a usage line is, and what it says; amounts are minor units of the currency. */
export interface UsageFacts extends Pick<UsageLine, 'meterId' | 'overage' | 'consumptionPrice' | 'pretaxCharges'> {
  readonly meterCategory: string;
  readonly currency: string;
}

/** What a customer pays for a usage line, in minor units, and why. */
export interface CustomerUsage extends AppliedRule {
  readonly amount: bigint;
}

/**
 * B3: a percentage on what the partner is charged, a percentage off the list price of what is billable, or a price for each billable
 * unit; rounded once to the minor unit, half away from zero. A correction has no units (U9), so that a fixed price gives it nothing.
 *
 * @param books those in force on the first day of the line's charge period
 */
export function customerUsage(facts: UsageFacts, books: BooksInForce): CustomerUsage {
  const { meterId, meterCategory, overage, consumptionPrice, pretaxCharges, currency } = facts;
  const applied = appliedRule(
    [
      { target: 'meter', targetId: meterId },
      { target: 'meterCategory', targetId: meterCategory },
    ],
    books,
  );
  const { method, value } = applied.rule;
  switch (method) {
    case 'costPlusPercent':
      return { ...applied, amount: divideRounded(pretaxCharges * (HUNDRED + scaled(value)), HUNDRED) };
    case 'msrpMinusPercent':
      return { ...applied, amount: divideRounded(consumptionPrice * (HUNDRED - scaled(value)), HUNDRED) };
    case 'fixedUnitPrice':
      return { ...applied, amount: exactly(scaled(value) * scaled(overage), SCALE * SCALE, currency).minorUnits };
  }
}

import { Exact } from '../../../../shared/kernel/exact.ts';
import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import type { Price, PriceExchange } from './price.ts';

/**
 * Exchange rates of a calendar month `yyyy-MM`: units of a currency for one of the pricing currency, by currency, as exact decimal
 * texts (billing contract M3).
 */
export interface MonthRates {
  readonly month: string;
  readonly pricingCurrency: string;
  readonly rates: Readonly<Record<string, string>>;
}

/** A price that only lacks its rate: that of a month, from one currency into another. */
export interface MissingRate {
  readonly pricingCurrency: string;
  readonly currency: string;
  readonly month: string;
}

/** The rate of a month into a currency; undefined where it is not published. */
export const exchangeInto = (
  currency: string,
  { month, pricingCurrency, rates }: MonthRates,
): PriceExchange | undefined => {
  const rate = rates[currency];
  return rate === undefined ? undefined : { pricingCurrency, rate, month };
};

/**
 * M3: a price of another currency in the one that is billed: price × rate, of what the partner pays and of the list price, each
 * rounded once to the minor unit, half away from zero.
 */
export function exchanged(price: Price, exchange: PriceExchange, currency: string): Price {
  const into = (amount: string): string => amountIn(currency, amount, exchange.rate);
  return { list: into(price.list), wholesale: into(price.wholesale), exchange };
}

/** An amount × a rate, rounded once to the minor unit of a currency, half away from zero. */
export const amountIn = (currency: string, amount: string, rate: string): string =>
  new Exact(amount).times(rate).toFixed(minorUnitDecimals(currency));

/** Says which rate is missing. */
export const missingRateText = ({ pricingCurrency, currency, month }: MissingRate): string =>
  `the exchange rate from ${pricingCurrency} into ${currency} for ${month} is not published`;

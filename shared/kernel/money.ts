import { invariant } from './invariant.ts';

/**
 * Money is an exact amount in one currency, held as a whole number of minor units (cents, yen, fils).
 * It is made by exactly one rounding, half away from zero; sums and differences are exact after that.
 */
export interface Money {
  readonly minorUnits: bigint;
  readonly currency: Currency;
}

/** ISO 4217 code, upper case. */
export type Currency = string;

const ZERO_DECIMALS = new Set(['JPY', 'KRW']);
const THREE_DECIMALS = new Set(['KWD', 'BHD']);

/** Decimals of a currency's minor unit: 0 for JPY and KRW, 3 for KWD and BHD, else 2 (billing contract 2). */
export const minorUnitDecimals = (currency: Currency): number =>
  ZERO_DECIMALS.has(currency) ? 0 : THREE_DECIMALS.has(currency) ? 3 : 2;

const AMOUNT_PATTERN = /^-?\d{1,18}(\.\d{1,10})?$/;

/** True for a plain decimal text: at most 18 digits before and 10 after the point. */
export const isDecimalText = (text: string): boolean => AMOUNT_PATTERN.test(text);

/** Money from an exact decimal text, rounded once, half away from zero, to the minor unit. */
export function money(amount: string, currency: Currency): Money {
  return exactly(scaled(amount), RATE_SCALE, currency);
}

/**
 * The minor units that an exact decimal text says. Undefined for what is no decimal text, and for an amount that the currency has no
 * unit for: nothing is rounded.
 */
export function exactMinorUnits(amount: string, currency: Currency): bigint | undefined {
  if (!isDecimalText(amount)) return undefined;
  const { minorUnits } = money(amount, currency);
  return scaled(minorUnitsText(minorUnits, minorUnitDecimals(currency))) === scaled(amount) ? minorUnits : undefined;
}

export const zero = (currency: Currency): Money => ({ minorUnits: 0n, currency });
export const fromMinorUnits = (minorUnits: bigint, currency: Currency): Money => ({ minorUnits, currency });

export function add(a: Money, b: Money): Money {
  return { minorUnits: a.minorUnits + sameCurrency(a, b).minorUnits, currency: a.currency };
}
export function subtract(a: Money, b: Money): Money {
  return { minorUnits: a.minorUnits - sameCurrency(a, b).minorUnits, currency: a.currency };
}
export const negate = (a: Money): Money => ({ minorUnits: -a.minorUnits, currency: a.currency });
export const isNegative = (a: Money): boolean => a.minorUnits < 0n;
export const compareMoney = (a: Money, b: Money): number => {
  const difference = a.minorUnits - sameCurrency(a, b).minorUnits;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const sum = (amounts: Iterable<Money>, currency: Currency): Money => {
  let total = 0n;
  for (const amount of amounts) {
    invariant(amount.currency === currency, `a sum in ${currency} holds no ${amount.currency}`);
    total += amount.minorUnits;
  }
  return { minorUnits: total, currency };
};

function sameCurrency(a: Money, b: Money): Money {
  invariant(a.currency === b.currency, `${a.currency} and ${b.currency} do not add`);
  return b;
}

/** Plain decimal text with the currency's decimals: `-4.00`, `543`. */
export const amountText = ({ minorUnits, currency }: Money): string =>
  minorUnitsText(minorUnits, minorUnitDecimals(currency));

/** The same for whoever writes many amounts of one currency. */
export function minorUnitsText(minorUnits: bigint, decimals: number): string {
  if (decimals === 0) return minorUnits.toString();
  const isNegative = minorUnits < 0n;
  const digits = (isNegative ? -minorUnits : minorUnits).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${isNegative ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The amount as a JSON number. Exact for every amount of at most 15 significant digits. */
export const amountNumber = (amount: Money): number => Number(amountText(amount));
export const formatMoney = (amount: Money): string => `${amountText(amount)} ${amount.currency}`;

/** What events and stored items carry. */
export interface MoneyWire {
  readonly amount: string;
  readonly currency: Currency;
}
export const toMoneyWire = (amount: Money): MoneyWire => ({ amount: amountText(amount), currency: amount.currency });

// --- exact rates -----------------------------------------------------------------------------------------------

/** Digits after the point that a rate (unit price, discount, tax rate, exchange rate) may have. */
export const RATE_DECIMALS = 10;
const RATE_SCALE = 10n ** BigInt(RATE_DECIMALS);

/** An exact decimal held as an integer of 10^-10 units: fast enough for a billing run, equal to decimal.js by test. */
export type Scaled = bigint & { readonly __scaled?: true };

/** 10^n for every number of decimals. */
const POWERS_OF_TEN = Array.from({ length: RATE_DECIMALS + 1 }, (_, n) => 10n ** BigInt(n));
/** Digits that a number holds exactly, whatever they are. */
const SAFE_DIGITS = 15;

/** Reads a decimal text of at most 10 decimals. @throws InvariantError for anything else. */
export function scaled(text: string): Scaled {
  // Words for what is wrong cost more than all the rest: they are made only where they are said.
  if (!isDecimalText(text)) invariant(false, `${text} is a decimal with at most ${RATE_DECIMALS} decimals`);
  const point = text.indexOf('.');
  const decimals = point < 0 ? 0 : text.length - point - 1;
  // Short ones, which nearly all are, are whole numbers of their last decimal without being joined as text.
  const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1);
  const units = digits.length <= SAFE_DIGITS ? BigInt(Number(digits)) : BigInt(digits);
  return units * POWERS_OF_TEN[RATE_DECIMALS - decimals]!;
}

/** numerator / denominator, rounded to a whole number, half away from zero. The one rounding of every line. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  invariant(denominator > 0n, 'the denominator is positive');
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const rounded = (magnitude * 2n + denominator) / (denominator * 2n);
  return negative ? -rounded : rounded;
}

/** Minor units of one currency unit, by the decimals of the minor unit. */
const MINOR_UNITS: readonly bigint[] = [1n, 10n, 100n, 1000n];

/** Money worth numerator / denominator currency units exactly, rounded once, half away from zero. */
export function exactly(numerator: bigint, denominator: bigint, currency: Currency): Money {
  const minor = MINOR_UNITS[minorUnitDecimals(currency)]!;
  return { minorUnits: divideRounded(numerator * minor, denominator), currency };
}

/** The scale of {@link Scaled} numbers, for products: (price × quantity × days) / (days in cycle × SCALE). */
export const SCALE: bigint = RATE_SCALE;

/** `amount` × `rate` (e.g. a tax or discount rate), rounded once, half away from zero. */
export const times = (amount: Money, rate: Scaled): Money => ({
  minorUnits: divideRounded(amount.minorUnits * rate, RATE_SCALE),
  currency: amount.currency,
});

/** The sign of a currency, such as `€`; its code where it has none. */
export function currencySymbol(currency: Currency): string {
  const known = symbols.get(currency);
  if (known !== undefined) return known;
  const parts = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  const symbol = parts.find(({ type }) => type === 'currency')?.value ?? currency;
  symbols.set(currency, symbol);
  return symbol;
}

/** Symbols that were looked up: there are some dozens, and each look takes longer than all the rest of an order's answer. */
const symbols = new Map<Currency, string>();

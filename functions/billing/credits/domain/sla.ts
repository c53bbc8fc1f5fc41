import { Exact } from '../../../../shared/kernel/exact.ts';
import { minorUnitDecimals, scaled } from '../../../../shared/kernel/money.ts';
import { rateText } from '../../../../shared/kernel/seat-rating/rating.ts';
import type { UsageLine } from '../../usage/domain/usage-line.ts';
import type { Credit } from './credit.ts';

/** What part of the list price an incident gives back. Percents 0 to 100 as decimal texts. */
export interface SlaShare {
  readonly creditPercent: string;
  readonly servicePortionPercent: string;
}

type Amount = Pick<Credit, 'amount' | 'unitPrice' | 'quantity' | 'formula'>;

/** A product keeps all of its digits. */
const Digits = Exact.clone({ precision: 120 });

/**
 * M5, BIL-6: what seats get back for an incident, on the list price of a seat and month. Amount and unit price are each rounded
 * once, half away from zero, to the minor unit; the formula is that of the line, which is negative.
 */
export function seatSlaAmount(
  { listPrice, affectedQuantity, ...share }: SlaShare & { listPrice: string; affectedQuantity: number },
  currency: string,
): Amount {
  const [percent, portion] = fractionsOf(share);
  const perSeat = new Digits(listPrice).times(percent).times(portion);
  const price = rateText(scaled(listPrice), minorUnitDecimals(currency));
  return {
    amount: toMinorUnits(perSeat.times(affectedQuantity), currency),
    unitPrice: toMinorUnits(perSeat, currency),
    quantity: affectedQuantity,
    formula: `-(${price} x ${affectedQuantity} x ${percent} x ${portion})`,
  };
}

/**
 * M5, BIL-6: what metered use gets back, on the list price of all that was charged for the affected meters in the billing period of
 * the incident: offer terms are not taken off. Rounded once, half away from zero, to the minor unit.
 */
export function usageSlaAmount(lines: readonly UsageLine[], share: SlaShare, currency: string): Amount {
  const [percent, portion] = fractionsOf(share);
  const charged = lines.filter(({ overage }) => !new Digits(overage).isZero());
  const exact = charged.reduce((sum, line) => sum.plus(atListPrice(line)), new Digits(0));
  const sum = charged.map(listFormula).join(' + ');
  const amount = toMinorUnits(exact.times(percent).times(portion), currency);
  return { amount, unitPrice: amount, quantity: 0, formula: `-((${sum}) x ${percent} x ${portion})` };
}

/** The rate of a line's tier in the currency that its meter is priced in. */
const rateOf = ({ why, tierFrom }: UsageLine): string =>
  why.tiers.find(({ from }) => new Digits(from).eq(tierFrom))!.rate;

const atListPrice = (line: UsageLine): Exact => new Digits(line.overage).times(rateOf(line)).times(line.exchange.rate);

const listFormula = (line: UsageLine): string =>
  [line.overage, rateOf(line), ...(line.exchange.publishedFor === undefined ? [] : [line.exchange.rate])].join(' x ');

const fractionsOf = ({ creditPercent, servicePortionPercent }: SlaShare): [string, string] => [
  fraction(creditPercent),
  fraction(servicePortionPercent),
];
const fraction = (percent: string): string => new Digits(percent).div(100).toFixed();

const toMinorUnits = (amount: Exact, currency: string): bigint =>
  BigInt(amount.times(new Digits(10).pow(minorUnitDecimals(currency))).toFixed(0));

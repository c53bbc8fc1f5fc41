import { type Scaled, scaled } from '../../../../shared/kernel/money.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { type LineMoney, lineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import { type TaxRate, taxRateOn } from '../../accounts/domain/tax.ts';
import { addTotals, NO_TOTALS, type Totals } from './totals.ts';

/** Adds up lines by offer, giving each its money on the way. */
export interface Tally {
  /** The money of a line, which is not added. @throws for what no amount can be computed from */
  moneyOf(line: Line): LineMoney;
  /** The tax rate that a line bears, in percent as decimal text. */
  taxPercentOf(line: Line): string;
  add(offerId: string, money: LineMoney): void;
  byOffer(): ReadonlyMap<string, Totals>;
  totals(): Totals;
}

type Sums = { -readonly [Name in keyof Totals]: Totals[Name] };

/** M4, R9: each line bears the rate of the period in which it was posted, a reversal that of the line it takes back. */
export function tally(taxRates: readonly TaxRate[]): Tally {
  const rateOn = taxRateOn(taxRates);
  const byOffer = new Map<string, Sums>();
  return {
    moneyOf: (line) => lineMoney(line.amount, discountOf(line), rateOn(line.taxedOn).exact),
    taxPercentOf: (line) => rateOn(line.taxedOn).percent,
    add(offerId, money) {
      let sums = byOffer.get(offerId);
      if (!sums) {
        sums = { ...NO_TOTALS };
        byOffer.set(offerId, sums);
      }
      addTo(sums, money);
    },
    byOffer: () => byOffer,
    totals: () => [...byOffer.values()].reduce<Totals>(addTotals, NO_TOTALS),
  };
}

function addTo(sums: Sums, { amount, discount, subtotal, tax, total }: LineMoney): void {
  sums.amount += amount;
  sums.subtotal += subtotal;
  sums.total += total;
  if (discount !== 0n) sums.discount += discount;
  if (tax !== 0n) sums.tax += tax;
}

const NONE = scaled('0');
const discountOf = ({ term }: Line): Scaled =>
  term.lock.discountPercent === '0' ? NONE : scaled(term.lock.discountPercent);

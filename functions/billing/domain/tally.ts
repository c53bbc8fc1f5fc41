import { type Scaled, scaled } from '../../../shared/kernel/money.ts';
import { addTotals, NO_TOTALS, type Totals } from './invoice.ts';
import type { Line } from './ledger.ts';
import { type LineMoney, lineMoney } from './rating.ts';

/** Adds up lines by offer, giving each its money on the way. */
export interface Tally {
  add(offerId: string, line: Line): LineMoney;
  byOffer(): ReadonlyMap<string, Totals>;
  totals(): Totals;
}

type Sums = { -readonly [Name in keyof Totals]: Totals[Name] };

/** M4: the tax rate is the partner's; 0 to 100 as decimal text. */
export function tally(taxRatePercent: string): Tally {
  const taxRate = scaled(taxRatePercent);
  const byOffer = new Map<string, Sums>();
  return {
    add(offerId, line) {
      const money = lineMoney(line.amount, discountOf(line), taxRate);
      let sums = byOffer.get(offerId);
      if (!sums) {
        sums = { ...NO_TOTALS };
        byOffer.set(offerId, sums);
      }
      addTo(sums, money);
      return money;
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

import { type Scaled, scaled } from '../../../shared/kernel/money.ts';
import { addTotals, NO_TOTALS, type Totals } from './invoice.ts';
import type { Line } from './ledger.ts';
import { type LineMoney, lineMoney } from './rating.ts';

/** Adds up lines by offer, giving each its money on the way. */
export interface Tally {
  add(offerId: string, lines: readonly Line[]): readonly LineMoney[];
  byOffer(): ReadonlyMap<string, Totals>;
  totals(): Totals;
}

/** M4: the tax rate is the partner's; 0 to 100 as decimal text. */
export function tally(taxRatePercent: string): Tally {
  const taxRate = scaled(taxRatePercent);
  const byOffer = new Map<string, Totals>();
  return {
    add(offerId, lines) {
      const money = lines.map((line) => lineMoney(line.amount, discountOf(line), taxRate));
      byOffer.set(offerId, money.reduce(addTotals, byOffer.get(offerId) ?? NO_TOTALS));
      return money;
    },
    byOffer: () => byOffer,
    totals: () => [...byOffer.values()].reduce(addTotals, NO_TOTALS),
  };
}

const NONE = scaled('0');
const discountOf = ({ term }: Line): Scaled =>
  term.lock.discountPercent === '0' ? NONE : scaled(term.lock.discountPercent);

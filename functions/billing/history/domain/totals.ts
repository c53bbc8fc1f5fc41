import type { LineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';

/** Sums of lines in minor units. */
export type Totals = LineMoney;

export const NO_TOTALS: Totals = { amount: 0n, discount: 0n, subtotal: 0n, tax: 0n, total: 0n };

export const addTotals = (a: Totals, b: Totals): Totals => ({
  amount: a.amount + b.amount,
  discount: a.discount + b.discount,
  subtotal: a.subtotal + b.subtotal,
  tax: a.tax + b.tax,
  total: a.total + b.total,
});

import { Decimal } from 'decimal.js';

/**
 * Exact decimals for whatever is no line of a billing run: 60 significant digits hold every product of two decimal texts,
 * and what is rounded is rounded half away from zero. The run has `Scaled` (`money.ts`), which is faster.
 */
export const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
export type Exact = Decimal;

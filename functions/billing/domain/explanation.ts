import type { Line } from './ledger.ts';

/**
 * BIL-9: what made a line, as the API tells it beside the line. `formula` holds the numbers that give the amount
 * before its one rounding.
 */
export interface Explanation {
  readonly lineKey: string;
  readonly event: string;
  readonly eventId: string;
  readonly priceList: string;
  readonly rule: string;
  readonly formula: string;
  readonly cyclePrice: string;
  readonly cycleDays: number;
  readonly days: number;
  readonly reversesKey?: string;
}

/** Seats × price of a cycle × days of the cycle, with the sign of the line. */
export function formulaOf(line: Line): string {
  if (line.formula !== undefined) return line.formula;
  const product = `${line.quantity} x ${line.cyclePrice} x ${line.days}/${line.cycleDays}`;
  return line.sign < 0 ? `-(${product})` : product;
}

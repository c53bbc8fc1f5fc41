import { exactMinorUnits, money } from '../../../../shared/kernel/money.ts';

/** Largest amount of one payment or credit, in currency units: what JSON numbers say exactly. */
const AMOUNT_MAX = String(10n ** 10n);

/**
 * An amount above 0 that somebody entered, in minor units. Undefined for what the currency has no unit for, and for more than
 * is told exactly.
 */
export function enteredAmount(amount: string, currency: string): bigint | undefined {
  const minorUnits = exactMinorUnits(amount, currency);
  const most = money(AMOUNT_MAX, currency).minorUnits;
  return minorUnits !== undefined && minorUnits > 0n && minorUnits <= most ? minorUnits : undefined;
}

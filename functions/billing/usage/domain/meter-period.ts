import { invariant } from '../../../../shared/kernel/invariant.ts';
import { contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { DaySheet, SheetRow } from './day-sheet.ts';
import { Digits, NOTHING } from './ladder.ts';

/** What a subscription used of one meter in one billing period: the scope in which units add up (U1). */
export interface MeterPeriod {
  readonly meterId: string;
  readonly period: DayPeriod;
  readonly rows: readonly UsedRow[];
}

/** An invoice that was voided and has none in its place: the void counts for the invoices of later billing dates than its day. */
export interface VoidedInvoice {
  /** Billing date. */
  readonly invoiceOn: Day;
  readonly voidedOn: Day;
}

export interface UsedRow extends Omit<SheetRow, 'quantity' | 'corrections'> {
  readonly usageOn: Day;
  readonly quantity: Digits;
  readonly corrections: Digits;
}

/** Rows by meter and period, by usage day; those alone of which the window has something, unless a void may concern any (L7). */
export function meterPeriods(
  sheets: Iterable<DaySheet>,
  periods: readonly DayPeriod[],
  window: DayPeriod,
  voided: readonly VoidedInvoice[] = [],
): MeterPeriod[] {
  const isVoidIn = voided.some(({ voidedOn }) => contains(window, voidedOn));
  const found = new Map<string, { meterId: string; period: DayPeriod; rows: UsedRow[]; isShown: boolean }>();
  for (const { usageOn, rows } of sheets) {
    const period = periods.find((each) => contains(each, usageOn));
    for (const row of rows) {
      const isShown = contains(window, row.reportedOn);
      if (!period) {
        if (isShown) invariant(false, `usage of ${usageOn} lies in a billing period of the partner`);
        continue;
      }
      if (row.reportedOn >= window.end) continue;
      const name = `${period.start} ${row.meterId}`;
      const entry = found.get(name) ?? { meterId: row.meterId, period, rows: [], isShown: false };
      found.set(name, entry);
      entry.rows.push(used(row, usageOn));
      entry.isShown ||= isShown;
    }
  }
  return [...found.entries()]
    .filter(([, { isShown }]) => isShown || isVoidIn)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { meterId, period, rows }]) => ({ meterId, period, rows: rows.sort(byDay) }));
}

const used = (row: SheetRow, usageOn: Day): UsedRow => ({
  ...row,
  usageOn,
  quantity: new Digits(row.quantity),
  corrections: row.corrections === undefined ? NOTHING : new Digits(row.corrections),
});

const byDay = (a: UsedRow, b: UsedRow): number => (a.usageOn < b.usageOn ? -1 : a.usageOn > b.usageOn ? 1 : 0);

/** The last row that took something back: what is about the credit for it stands beside it. */
export const lastCorrected = ({ rows }: MeterPeriod): UsedRow =>
  rows.findLast(({ corrections }) => !corrections.isZero()) ?? rows.at(-1)!;

/** Quantities of each day, oldest first. */
export function byUsageDay(
  rows: readonly UsedRow[],
  quantityOf: (row: UsedRow) => Digits,
): { on: Day; quantity: Digits }[] {
  const days: { on: Day; quantity: Digits }[] = [];
  for (const row of rows) {
    const newest = days.at(-1);
    if (newest?.on === row.usageOn) newest.quantity = newest.quantity.plus(quantityOf(row));
    else days.push({ on: row.usageOn, quantity: quantityOf(row) });
  }
  return days;
}

/**
 * The report days of each invoice before the window's, oldest first: those of the periods, or what the caller says
 * where a subscription was left out and the next invoice had the days of two.
 */
export const windowsBefore = (
  window: DayPeriod,
  periods: readonly DayPeriod[],
  billed: readonly DayPeriod[] = periods,
): DayPeriod[] =>
  billed
    .filter(({ start }) => start < window.start)
    .map(({ start, end }) => ({ start, end: end < window.start ? end : window.start }));

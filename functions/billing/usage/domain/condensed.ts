import { Exact } from '../../../../shared/kernel/exact.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import type { DaySheet, SheetRow } from './day-sheet.ts';

/**
 * A sheet with what earlier invoices have shown summed by meter and day of report: rating asks for no more, and a subscription
 * of very many resources takes no more memory than its window. What was reported after the window is left away.
 */
export function condensed(sheet: DaySheet, window: DayPeriod): DaySheet {
  const rows: SheetRow[] = [];
  const sums = new Map<string, SheetRow>();
  for (const row of sheet.rows) {
    if (row.reportedOn >= window.end) continue;
    if (row.reportedOn >= window.start) {
      rows.push(row);
      continue;
    }
    const key = `${row.reportedOn} ${row.meterId}`;
    const known = sums.get(key);
    sums.set(key, known ? added(known, row) : { ...row, resourceUri: '', location: '' });
  }
  return { ...sheet, rows: [...sums.values(), ...rows] };
}

const added = (a: SheetRow, b: SheetRow): SheetRow => ({
  ...a,
  quantity: plus(a.quantity, b.quantity),
  ...((a.corrections ?? b.corrections) !== undefined && {
    corrections: plus(a.corrections ?? '0', b.corrections ?? '0'),
  }),
  firstAt: a.firstAt < b.firstAt ? a.firstAt : b.firstAt,
});
const plus = (a: string, b: string): string => new Exact(a).plus(b).toFixed();

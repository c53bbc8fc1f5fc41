import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { condensed, type DaySheet, type SheetIds, usageStore } from '../../usage/index.ts';
import type { CreditsDeps } from './dependencies.ts';

/**
 * What a subscription used of some meters, by day, as far as it was reported before a day. Sheets are opened one after the other, and of each a sum per meter and day of
 * report is kept: a subscription of any size takes one sheet of memory.
 */
export async function sheetsOfMeters(
  ids: SheetIds,
  { days, meterIds, before }: { readonly days: DayPeriod; readonly meterIds: readonly string[]; readonly before: Day },
  { table, files }: Pick<CreditsDeps, 'table' | 'files'>,
): Promise<DaySheet[]> {
  const wanted = new Set(meterIds);
  const sheets: DaySheet[] = [];
  for (let on: Day = days.start; on < days.end; on = addDays(on, 1)) {
    const sheet = await usageStore({ table, files }).sheet(ids, on);
    const rows = sheet?.rows.filter(({ meterId }) => wanted.has(meterId)) ?? [];
    if (sheet && rows.length > 0) sheets.push(condensed({ ...sheet, rows }, { start: before, end: before }));
  }
  return sheets;
}

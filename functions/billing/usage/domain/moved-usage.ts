import { scaled } from '../../../../shared/kernel/money.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { SheetRow } from './day-sheet.ts';
import { type Counted, SheetSums } from './sheet-sums.ts';
import { exactText } from './usage-record.ts';

/** The sheets of a usage day of two partners, once its usage has gone over from one to the other. */
export interface MovedSheets {
  readonly from: readonly SheetRow[];
  readonly to: readonly SheetRow[];
}

/**
 * What a partner's sheet holds goes over to another partner (PRG-9): it is taken back here and reported there, both on one day,
 * so that invoices that are out stay what they are and the next ones set it right (U6, U9). Undefined where the sheet
 * holds nothing, so that it is harmless when repeated.
 */
export function movedSheets(
  { from, to }: { readonly from: readonly SheetRow[]; readonly to: readonly SheetRow[] },
  reportedOn: Day,
): MovedSheets | undefined {
  const [left, taken] = [new SheetSums(from), new SheetSums(to)];
  let isMoved = false;
  for (const rows of Map.groupBy(from, nameOf).values()) {
    const held = rows.reduce((sum, { quantity }) => sum + scaled(quantity), 0n);
    if (held === 0n) continue;
    isMoved = true;
    left.add(countedOf(rows, reportedOn, -held));
    taken.add(countedOf(rows, reportedOn, held));
  }
  return isMoved ? { from: left.rows(), to: taken.rows() } : undefined;
}

const nameOf = ({ meterId, resourceUri, location }: SheetRow): string =>
  JSON.stringify([meterId, resourceUri, location]);

/** Rows of one resource and meter as one record. What is taken back is a correction, as is what was taken back before. */
function countedOf(rows: readonly SheetRow[], reportedOn: Day, quantity: bigint): Counted {
  const [{ meterId, resourceUri, location }] = rows as readonly [SheetRow, ...SheetRow[]];
  const startAt = rows.map(({ firstAt }) => firstAt).reduce((a, b) => (a < b ? a : b));
  const facts = rows.findLast((row) => row.facts)?.facts;
  return {
    ...{ reportedOn, meterId, resourceUri, location, startAt },
    quantity: exactText(quantity),
    isCorrection: quantity < 0n,
    ...(facts && { facts }),
  };
}

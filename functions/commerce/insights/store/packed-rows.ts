import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import type { Cell, Columns, Insight } from '../../../../shared/kernel/insights/fields.ts';

/** Rows as an answer reads them: some columns of many, or all cells of a few. */
export interface HeldRows {
  readonly count: number;
  readonly columns: Columns;
}

type Cells = Readonly<Record<string, Cell>>;

/** Rows that are at hand. */
export const heldRows = (rows: readonly Cells[]): HeldRows => ({
  count: rows.length,
  columns: kept((field) => rows.map((row) => row[field])),
});

/** Columns that are made once each. */
function kept(columns: Columns): Columns {
  const made = new Map<string, readonly Cell[]>();
  return (field) => {
    const cells = made.get(field) ?? columns(field);
    made.set(field, cells);
    return cells;
  };
}

/** One row of them, cell by cell. */
export const rowAt = ({ columns }: HeldRows, { fields }: Insight, row: number): Record<string, Cell> =>
  Object.fromEntries(Object.keys(fields).map((field) => [field, columns(field)[row]]));

const packing = promisify(gzip);
const unpacking = promisify(gunzip);

/**
 * Rows as a file: a line for each field with the cells of all rows, so that who asks for few fields reads few lines.
 * Compressed, fast rather than small.
 */
export function packedRows(rows: readonly Cells[], { fields }: Insight): Promise<Uint8Array> {
  const lines = Object.keys(fields).map((field) => JSON.stringify([field, rows.map((row) => row[field] ?? null)]));
  return packing(Buffer.from([JSON.stringify(rows.length), ...lines].join('\n')), { level: constants.Z_BEST_SPEED });
}

/** Reads what {@link packedRows} wrote; a field that was not known then has no cells. */
export async function unpackedRows(file: Uint8Array): Promise<HeldRows> {
  const text = (await unpacking(file)).toString('utf8');
  const [first = '0', ...lines] = text.split('\n');
  const lineOf = (field: string): string | undefined => lines.find((line) => line.startsWith(`["${field}",`));
  const cellsOf = (line: string): readonly Cell[] =>
    (JSON.parse(line) as [string, (Cell | null)[]])[1].map((cell) => cell ?? undefined);
  const columns: Columns = (field) => {
    const line = lineOf(field);
    return line === undefined ? [] : cellsOf(line);
  };
  return { count: Number(first), columns: kept(columns) };
}

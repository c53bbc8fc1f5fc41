import { Exact } from '../exact.ts';
import { addDays, type Day, daysBetween, toWireDay } from '../time.ts';
import type { Cell, Columns, Insight } from './fields.ts';

/** What dates of groups are cut to: days, weeks that begin on Monday, months; of UTC. */
export const AGGREGATION_LEVELS = ['day', 'week', 'month'] as const;
export type AggregationLevel = (typeof AGGREGATION_LEVELS)[number];

/** How rows are grouped: by the cells of some fields, dates cut to a level. */
export interface Grouping {
  readonly by: readonly string[];
  readonly level: AggregationLevel;
}

/** Groups of one answer at most: they are held at once. */
export const GROUPS_MAX = 50_000;

interface Group {
  readonly cells: readonly Cell[];
  /** Rows, and then a sum for each field that is added up. */
  readonly counts: number[];
}

/** A Monday. */
const SOME_MONDAY = '2024-01-01' as Day;
const DAYS_OF_WEEK = 7;

/** The first day of what a date falls into. */
export function cutTo(level: AggregationLevel, date: string): string {
  const on = date.slice(0, 10) as Day;
  if (level === 'month') return toWireDay(`${on.slice(0, 8)}01` as Day);
  const ahead = daysBetween(SOME_MONDAY, on) % DAYS_OF_WEEK;
  return toWireDay(level === 'day' ? on : addDays(on, -((ahead + DAYS_OF_WEEK) % DAYS_OF_WEEK)));
}

/** Rows as they come, gathered to groups: sums are those of all rows that were added. */
export function groups(insight: Insight, { by, level }: Grouping) {
  const known = new Map<string, Group>();
  const plus = insight.areDecimals
    ? (a: number, b: number): number => new Exact(a).plus(b).toNumber()
    : (a: number, b: number): number => a + b;
  const cellOf = (field: string, cell: Cell): Cell =>
    cell !== undefined && insight.fields[field] === 'date' ? cutTo(level, String(cell)) : cell;
  return {
    /** Adds rows. @returns false when there are more than {@link GROUPS_MAX} groups: then nothing of it counts. */
    add(columns: Columns, rows: Iterable<number>): boolean {
      const keys = by.map(columns);
      const summed = insight.sums.map(columns);
      for (const row of rows) {
        const cells = keys.map((cellsOf, index) => cellOf(by[index]!, cellsOf[row]));
        const key = JSON.stringify(cells);
        let group = known.get(key);
        if (!group) {
          if (known.size === GROUPS_MAX) return false;
          group = { cells, counts: new Array(1 + summed.length).fill(0) };
          known.set(key, group);
        }
        group.counts[0]! += 1;
        for (const [index, cellsOf] of summed.entries())
          group.counts[index + 1] = plus(group.counts[index + 1]!, Number(cellsOf[row] ?? 0));
      }
      return true;
    },
    /** The groups so far, in the order of their cells. */
    rows: (): Record<string, Cell>[] =>
      [...known.values()]
        .sort((a, b) => compareCells(a.cells, b.cells))
        .map(({ cells, counts: [count, ...sums] }) => ({
          ...Object.fromEntries(by.map((field, index) => [field, cells[index]])),
          ...(insight.countedAs && { [insight.countedAs]: count }),
          ...Object.fromEntries(insight.sums.map((field, index) => [field, sums[index]])),
        })),
  };
}

/** Absent cells first; texts by their characters. */
export function compareCells(a: readonly Cell[], b: readonly Cell[]): number {
  for (const [index, cell] of a.entries()) {
    const other = b[index];
    if (cell === other) continue;
    if (cell === undefined || other === undefined) return cell === undefined ? -1 : 1;
    return cell < other ? -1 : 1;
  }
  return 0;
}

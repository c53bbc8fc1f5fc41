import type { SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { Cursor } from '../../../../shared/dynamo/table.ts';

/** Some rows of a list that are read together. `rows` keep their places: one that is not wanted is undefined. */
export interface RowGroup<T> {
  readonly key: string;
  rows(): Promise<readonly (T | undefined)[]>;
}

/** The groups of a list from one on (it belongs to them), in the list's order or backwards; without one, all of them. */
export type Groups<T> = (from: string | undefined, order: 'forwards' | 'backwards') => AsyncIterable<RowGroup<T>>;

/** Groups that are looked at for a page when it is not full before. */
const GROUPS_MAX = 200;

/** A list of rows that come in groups, each of them read whole: a page costs the groups that it touches. */
export const groupedList = <T>(groups: Groups<T>, groupsMax = GROUPS_MAX): SoughtList<T> => ({
  async page({ size, after }) {
    const start = placeOf(after);
    const items: T[] = [];
    let read = 0;
    for await (const group of groups(start?.group, 'forwards')) {
      if (read === groupsMax) return { items, next: cursorOf(group.key, 0) };
      read += 1;
      const rows = await group.rows();
      for (let row = group.key === start?.group ? start.row : 0; row < rows.length; row += 1) {
        const item = rows[row];
        if (item === undefined) continue;
        if (items.length === size) return { items, next: cursorOf(group.key, row) };
        items.push(item);
      }
    }
    return { items };
  },
  async before({ size, end }) {
    const stop = placeOf(end);
    if (!stop) return undefined;
    let first: Cursor | undefined;
    let found = 0;
    let read = 0;
    for await (const group of groups(stop.group, 'backwards')) {
      if (read === groupsMax) return first ?? cursorOf(group.key, Number.MAX_SAFE_INTEGER);
      read += 1;
      const rows = await group.rows();
      const last = group.key === stop.group ? Math.min(stop.row, rows.length) : rows.length;
      for (let row = last - 1; row >= 0; row -= 1) {
        if (rows[row] === undefined) continue;
        // The page that nothing comes before is the first one.
        if (first) return first;
        found += 1;
        if (found === size) first = cursorOf(group.key, row);
      }
    }
    return undefined;
  },
});

const cursorOf = (group: string, row: number): Cursor => ({ group, row: String(row) });

/** Places come back from callers, who may have made them up: what is none is the beginning. */
function placeOf(cursor: Cursor | undefined): { readonly group: string; readonly row: number } | undefined {
  const { group, row } = cursor ?? {};
  return group === undefined || row === undefined || !/^\d{1,16}$/.test(row) ? undefined : { group, row: Number(row) };
}

import { queryDayOf } from '../contracts/dates.ts';
import { type Cell, fieldOf, type Insight } from '../kernel/insights/fields.ts';
import { type Filter, parseFilter } from '../kernel/insights/filter.ts';
import type { AggregationLevel, Grouping } from '../kernel/insights/grouping.ts';
import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts';
import type { CallBase } from './call.ts';

/** How analytics read what they are asked, and answer a page of rows. */

interface GroupingAsked {
  readonly groupBy?: string | undefined;
  readonly aggregationLevel?: AggregationLevel | undefined;
}

type Rows = readonly Readonly<Record<string, Cell>>[];

export interface InsightsPage {
  readonly Value: Record<string, Cell>[];
  readonly '@nextLink'?: string;
  readonly TotalCount: number;
}

/** The rows of a page with where the next one is. */
export function insightsPage(
  { rows, total }: { readonly rows: Rows; readonly total: number },
  skip: number,
  call: Pick<CallBase, 'root' | 'rawPath' | 'rawQuery'>,
): InsightsPage {
  const next = skip + rows.length;
  const isMore = rows.length > 0 && next < total;
  return { Value: [...rows], ...(isMore && { '@nextLink': pageAt(next, call) }), TotalCount: total };
}

/** Bytes of the rows of one answer, about: what an API function may answer leaves room for twice as much. */
const PAGE_BYTES_MAX = 3_000_000;

/** Takes rows until there are `top` of them, or as many as one answer holds: one in any case. */
export function pageOf(top: number) {
  const rows: Record<string, Cell>[] = [];
  let bytes = 0;
  return {
    rows,
    add(row: Record<string, Cell>): boolean {
      bytes += Buffer.byteLength(JSON.stringify(row));
      if (rows.length === top || (rows.length > 0 && bytes > PAGE_BYTES_MAX)) return false;
      rows.push(row);
      return true;
    },
  };
}

/** The conditions that a call asks for. */
export function filterOf(
  text: string | undefined,
  insight: Insight,
): Result<Filter | undefined, Refusal<'invalid_input'>> {
  if (text === undefined || text.trim() === '') return ok(undefined);
  const parsed = parseFilter(text, insight, queryDayOf);
  return parsed.ok ? parsed : refuse('invalid_input', { field: 'filter', description: parsed.refusal.fault });
}

/** The groups that it asks for. */
export function groupingOf(
  { groupBy, aggregationLevel }: GroupingAsked,
  insight: Insight,
): Result<Grouping | undefined, Refusal<'invalid_input'>> {
  const names = (groupBy ?? '').split(',').filter((name) => name.trim() !== '');
  if (names.length === 0) {
    return aggregationLevel === undefined
      ? ok(undefined)
      : refuse('invalid_input', { field: 'aggregationLevel', description: 'aggregationLevel needs groupBy.' });
  }
  const by: string[] = [];
  for (const name of names) {
    const field = fieldOf(insight, name);
    if (field === undefined || insight.sums.includes(field)) {
      const known = Object.keys(insight.fields).filter((of) => !insight.sums.includes(of));
      const description = `Rows are not grouped by "${name.trim()}": the fields are ${known.join(', ')}.`;
      return refuse('invalid_input', { field: 'groupBy', description });
    }
    if (!by.includes(field)) by.push(field);
  }
  return ok({ by, level: aggregationLevel ?? 'day' });
}

/** The same question, from another row on. */
function pageAt(skip: number, { root, rawPath, rawQuery }: Pick<CallBase, 'root' | 'rawPath' | 'rawQuery'>): string {
  const query = new URLSearchParams(rawQuery);
  for (const name of [...query.keys()]) if (name.toLowerCase() === 'skip') query.delete(name);
  query.set('skip', String(skip));
  return `${root}${rawPath}?${query}`;
}

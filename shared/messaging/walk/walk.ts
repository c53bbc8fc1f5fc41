import type { JobRun } from '../../contracts/jobs.ts';
import type { Cursor, Item, Query } from '../../dynamo/table.ts';

/** Counts of what was done, by name. */
export type Counts = Readonly<Record<string, number>>;

/** A place where due things lie, or a group of places of which none makes anything due in another. */
export type DuePlaces = Query | readonly Query[];

/**
 * A job that walks what is due, however much that is. It says where due things lie and what is done with one of them;
 * that they are shared out among workers, resumed and counted is the business of `walk-range.ts`.
 */
export interface Walk<Deps> {
  /**
   * Where what is due lies, as of a run: each query is walked on its own, in this order as far as one range goes. Queries
   * of one group, as the parts of an index, are read side by side before the first of them is walked. Where that is found in
   * the table itself, as what belongs to a partner that is due, it reads a bounded number of places.
   */
  due(run: JobRun, deps: Deps): readonly DuePlaces[] | Promise<readonly DuePlaces[]>;
  /**
   * Does one of them. The index lags, and a range may be walked twice: loads it again by key and judges by state. What
   * it throws keeps no other from its turn; the range comes again.
   */
  each(item: Item, run: JobRun, deps: Deps): Promise<Counts>;
  /** What it counts, at 0. */
  readonly counts: Counts;
  /** Things that are done side by side; each waits for the table most of the while. Default 8. */
  readonly atOnce?: number;
}

/** One stretch of what is due, on its way to a worker. */
export interface RangeMessage {
  readonly kind: 'range';
  readonly job: string;
  readonly scheduledAt: string;
  /** Of the invocation that set the run going: a later one of the same schedule makes the messages of the earlier void. */
  readonly generation: string;
  readonly range: Range;
  /** Of this message: of two that name one range, the one that comes first has it. */
  readonly token: string;
}

export interface Range {
  readonly query: Query;
  /** Begins behind this place. */
  readonly after: Cursor;
  /** Sort key of its last item, where it has been cut already. */
  readonly through?: string;
}

export const sumOf = (a: Counts, b: Counts): Counts => {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
};

const indexKey = ({ index }: Query, part: 'pk' | 'sk'): string => (index ? `${index}${part}` : part);

/** The sort key of an item in the query that found it. */
export const sortKeyOf = (item: Item, query: Query): string => String(item[indexKey(query, 'sk')]);

/** The place of an item in the query that found it. */
export const placeOf = (item: Item, query: Query): Cursor => ({
  pk: item.pk,
  sk: item.sk,
  ...(query.index && { [indexKey(query, 'pk')]: query.pk, [indexKey(query, 'sk')]: sortKeyOf(item, query) }),
});

import { pageOf } from '../../../../shared/http/insights.ts';
import type { Cell, Insight } from '../../../../shared/kernel/insights/fields.ts';
import type { Filter } from '../../../../shared/kernel/insights/filter.ts';
import { GROUPS_MAX, type Grouping, groups } from '../../../../shared/kernel/insights/grouping.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type HeldRows, rowAt } from '../store/packed-rows.ts';
import { type Chunk, eachChunk, type NotReady, notReady } from './row-source.ts';

/** What is wanted of rows: those that meet a filter, or groups of them, and which of these are shown. */
export interface Wish {
  readonly filter?: Filter | undefined;
  readonly grouping?: Grouping | undefined;
  readonly skip: number;
  readonly top: number;
}

export interface Found {
  /** Rows of the page: those asked for, or as many as one answer holds. */
  readonly rows: readonly Record<string, Cell>[];
  /** Rows in all, of every page. */
  readonly total: number;
}

type Answer = Result<Found, Refusal<'invalid_input'> | NotReady>;

/** Finds what is wanted among chunks of rows, holding a few of these at a time. */
export const answerQuery = (chunks: readonly Chunk[], insight: Insight, wish: Wish): Promise<Answer> =>
  wish.grouping
    ? grouped(chunks, insight, { ...wish, grouping: wish.grouping })
    : wish.filter
      ? filtered(chunks, insight, { ...wish, filter: wish.filter })
      : plain(chunks, insight, wish);

/** Without conditions the counts say where the page lies: the chunks beside it are not read. */
async function plain(chunks: readonly Chunk[], insight: Insight, { skip, top }: Wish): Promise<Answer> {
  const total = chunks.reduce((sum, { count }) => sum + count, 0);
  const page = pageOf(top);
  const wanted: { chunk: Chunk; from: number }[] = [];
  let before = 0;
  for (const chunk of chunks) {
    if (before + chunk.count > skip && before < skip + top) wanted.push({ chunk, from: Math.max(0, skip - before) });
    before += chunk.count;
  }
  const read = await eachChunk(
    wanted.map(({ chunk }) => chunk),
    (rows, index) => {
      for (let row = wanted[index]!.from; row < rows.count; row += 1)
        if (!page.add(rowAt(rows, insight, row))) return false;
      return true;
    },
  );
  return read === 'gone' ? notReady() : ok({ rows: page.rows, total });
}

async function filtered(
  chunks: readonly Chunk[],
  insight: Insight,
  { filter, skip, top }: Wish & { filter: Filter },
): Promise<Answer> {
  const page = pageOf(top);
  let [total, isFull] = [0, false];
  const read = await eachChunk(chunks, (rows) => {
    for (const row of meeting(rows, filter)) {
      if (total >= skip && !isFull) isFull = !page.add(rowAt(rows, insight, row));
      total += 1;
    }
    return true;
  });
  return read === 'gone' ? notReady() : ok({ rows: page.rows, total });
}

async function grouped(
  chunks: readonly Chunk[],
  insight: Insight,
  { filter, grouping, skip, top }: Wish & { grouping: Grouping },
): Promise<Answer> {
  const found = groups(insight, grouping);
  const read = await eachChunk(chunks, (rows) => found.add(rows.columns, meeting(rows, filter)));
  if (read === 'gone') return notReady();
  if (read === 'stopped')
    return refuse('invalid_input', {
      field: 'groupBy',
      description: `That makes more than ${GROUPS_MAX} groups: group by fewer fields, or filter.`,
    });
  const all = found.rows();
  const page = pageOf(top);
  for (let index = skip; index < all.length && page.add(all[index]!); index += 1);
  return ok({ rows: page.rows, total: all.length });
}

function* meeting(rows: HeldRows, filter: Filter | undefined): Generator<number> {
  const test = filter?.over(rows.columns);
  for (let row = 0; row < rows.count; row += 1) if (!test || test(row)) yield row;
}

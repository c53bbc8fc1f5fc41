import { type Item, isPlaceIn, type Query, type Table } from '../../../shared/dynamo/table.ts';
import { memoryTable } from '../memory-table.ts';

/** Items of a partition that are made when they are read: a list of millions takes no memory. */
export interface ManyRows {
  readonly partition: string;
  readonly count: number;
  /** The number of the first row at a sort key or behind it; sort keys rise with the numbers. */
  numberOf(sortKey: string): number;
  item(number: number): Item;
}

/** What reading has cost: items, their bytes as JSON, and queries. */
export interface Spent {
  items: number;
  bytes: number;
  queries: number;
}

/** A page of DynamoDB ends at a megabyte. */
const PAGE_BYTES_MAX = 1024 * 1024;

/** A table in which the rows of one partition lie, in the table or in an index, and all else as in memory. */
export function tableOfMany(rows: ManyRows, memory: Table = memoryTable()): { table: Table; spent: Spent } {
  const spent: Spent = { items: 0, bytes: 0, queries: 0 };
  const query: Table['query'] = async (asked) => {
    if (asked.pk !== rows.partition) return memory.query(asked);
    if (!isPlaceIn(asked)) return { items: [] };
    spent.queries += 1;
    const { from, to } = rangeOf(asked, rows);
    const items: Item[] = [];
    let bytes = 0;
    let number = asked.descending ? to - 1 : from;
    const isLeft = (): boolean => (asked.descending ? number >= from : number < to);
    while (isLeft() && items.length < (asked.limit ?? Number.POSITIVE_INFINITY) && bytes < PAGE_BYTES_MAX) {
      const item = rows.item(number);
      items.push(item);
      bytes += JSON.stringify(item).length;
      number += asked.descending ? -1 : 1;
    }
    spent.items += items.length;
    spent.bytes += bytes;
    const last = items.at(-1);
    return last && isLeft() ? { items, next: placeOf(last, asked.index) } : { items };
  };
  return { table: { ...memory, query }, spent };
}

function rangeOf({ sk, after, index, descending }: Query, rows: ManyRows): { from: number; to: number } {
  let [from, to] = [0, rows.count];
  if (sk && 'between' in sk) [from, to] = [rows.numberOf(sk.between[0]), rows.numberOf(`${sk.between[1]}\u0000`)];
  if (sk && 'before' in sk) to = rows.numberOf(sk.before);
  if (sk && 'from' in sk) from = rows.numberOf(sk.from);
  if (after) {
    const place = rows.numberOf(after[index ? `${index}sk` : 'sk']!);
    if (descending) to = Math.min(to, place);
    else from = Math.max(from, place + 1);
  }
  return { from, to: Math.min(to, rows.count) };
}

const placeOf = (item: Item, index: Query['index']) => ({
  pk: item.pk,
  sk: item.sk,
  ...(index && { [`${index}pk`]: String(item[`${index}pk`]), [`${index}sk`]: String(item[`${index}sk`]) }),
});

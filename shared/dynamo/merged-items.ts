import { type Item, pagesOf, type Query, type Table } from './table.ts';

/**
 * Items of several queries in one order, that of their sort keys, or the reverse of it where all of them are descending; of each
 * query a page is in memory at a time.
 */
export async function* mergedItems(table: Table, queries: readonly Query[]): AsyncGenerator<Item> {
  const isBefore = (a: string, b: string): boolean => (queries[0]?.descending ? a > b : a < b);
  const lists = queries.map((query) => itemsOf(table, query));
  const heads = await Promise.all(lists.map(async (list) => ({ list, next: await list.next() })));
  for (;;) {
    let first: (typeof heads)[number] | undefined;
    for (const head of heads)
      if (!head.next.done && (!first || isBefore(head.next.value.sk, (first.next.value as Item).sk))) first = head;
    if (!first || first.next.done) return;
    yield first.next.value;
    first.next = await first.list.next();
  }
}

async function* itemsOf(table: Table, query: Query): AsyncGenerator<Item> {
  for await (const page of pagesOf(table, query)) yield* page;
}

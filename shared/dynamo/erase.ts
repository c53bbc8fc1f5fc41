import { type Item, pagesOf, type Query, type Table } from './table.ts';

/** Items that are read at a time, and of them deleted side by side. */
const PAGE = 200;
const AT_ONCE = 20;

/**
 * Deletes what a query finds, a page at a time, or of it what `isGone` says; answers how much. Stopped in between, the next
 * call deletes what is left; where nothing is, it costs one read. A deletion costs a write unit for each KB.
 */
export async function eraseAll(
  table: Table,
  query: Query,
  isGone: (item: Item) => boolean = () => true,
): Promise<number> {
  let erased = 0;
  for await (const items of pagesOf(table, { ...query, consistent: true, limit: PAGE })) {
    const gone = items.filter(isGone);
    for (let from = 0; from < gone.length; from += AT_ONCE)
      await Promise.all(gone.slice(from, from + AT_ONCE).map(({ pk, sk }) => table.write([{ delete: { pk, sk } }])));
    erased += gone.length;
  }
  return erased;
}

/** An offset page; without `size`, or with 0, everything in one page, as clients expect (commerce contract 1). */
export interface OffsetPage<T> {
  readonly items: readonly T[];
  readonly offset: number;
  readonly size: number;
  readonly hasMore: boolean;
}

export function pageOf<T>(
  all: readonly T[],
  { offset = 0, size }: { offset?: number | undefined; size?: number | undefined },
): OffsetPage<T> {
  const used = size || Math.max(all.length, 1);
  return { items: all.slice(offset, offset + used), offset, size: used, hasMore: offset + used < all.length };
}

/**
 * Bytes of the items of one answer at most: a function answers 6 MB, with every quotation mark of its body escaped. A
 * program of a few hundred offers answers them all.
 */
export const ANSWER_BYTES_MAX = 4_000_000;

/** A page as it goes over the wire; one that is more than an answer holds is cut, and `links.next` goes on. */
export function wirePage<T, W>(page: OffsetPage<T>, toWire: (item: T) => W): OffsetPage<W> {
  const items: W[] = [];
  let bytes = 0;
  for (const item of page.items) {
    const wire = toWire(item);
    bytes += Buffer.byteLength(JSON.stringify(wire));
    if (bytes > ANSWER_BYTES_MAX && items.length > 0)
      return { items, offset: page.offset, size: items.length, hasMore: true };
    items.push(wire);
  }
  return { ...page, items };
}

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

/** The page of what is read one by one; it reads on to the first item behind it, which tells whether there is more. */
export async function pageFrom<T>(
  all: AsyncIterable<T>,
  { offset = 0, size }: { offset?: number | undefined; size: number },
): Promise<OffsetPage<T>> {
  const items: T[] = [];
  let passed = 0;
  for await (const item of all) {
    if (items.length === size) return { items, offset, size, hasMore: true };
    if (passed >= offset) items.push(item);
    passed += 1;
  }
  return { items, offset, size, hasMore: false };
}

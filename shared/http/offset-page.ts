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
